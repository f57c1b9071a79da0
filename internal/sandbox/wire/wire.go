package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Names of the hosts that every sandbox plays.
const (
	WebHost = "github.com"
	APIHost = "api.github.com"
)

// patience is how long Close waits for answers under way.
const patience = 2 * time.Second

// A Wire is the sandbox's network: a socket, a proxy, and the hosts behind both.
type Wire struct {
	hosts        *hosts
	socket       string
	removeSocket func() error
	proxyURL     string
	authority    string
	tunnel       *tunnel
	servers      []*http.Server
	running      sync.WaitGroup
}

// Open starts the network. Its files (socket and certificate) go into dir, which exists. No host is known until Handle.
func Open(dir string) (*Wire, error) {
	authority, err := newAuthority()
	if err != nil {
		return nil, err
	}
	w := &Wire{
		hosts:     &hosts{handlers: map[string]http.Handler{}},
		authority: filepath.Join(dir, "authority", "authority.pem"),
		tunnel:    newTunnel(),
	}
	if err := os.MkdirAll(w.AuthorityDir(), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(w.authority, authority.pem(), 0o600); err != nil {
		return nil, err
	}
	socket, path, remove, err := listenSocket(dir)
	if err != nil {
		return nil, err
	}
	w.socket, w.removeSocket = path, remove
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, socket.Close(), remove())
	}
	w.proxyURL = "http://" + front.Addr().String()
	secured := tls.NewListener(w.tunnel, &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return authority.forHost(hostname(hello.ServerName))
		},
	})
	w.serve(socket, w.hosts)
	w.serve(secured, w.hosts)
	w.serve(front, &proxy{hosts: w.hosts, tunnel: w.tunnel})
	return w, nil
}

func (w *Wire) serve(l net.Listener, h http.Handler) {
	// A client that goes away in the middle of a handshake is no news.
	server := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
	w.servers = append(w.servers, server)
	w.running.Go(func() { _ = server.Serve(l) }) // always ends with ErrServerClosed
}

// Handle makes the sandbox answer for a host, on the socket and behind the proxy.
func (w *Wire) Handle(host string, h http.Handler) { w.hosts.handle(host, h) }

// Socket is the path of the unix socket.
func (w *Wire) Socket() string { return w.socket }

// ProxyURL is the proxy's address: http://127.0.0.1:PORT.
func (w *Wire) ProxyURL() string { return w.proxyURL }

// AuthorityFile is the path of the certificate to trust, in PEM.
func (w *Wire) AuthorityFile() string { return w.authority }

// AuthorityDir is a directory that holds the certificate to trust and nothing else.
func (w *Wire) AuthorityDir() string { return filepath.Dir(w.authority) }

// Refused lists the hosts (as the clients named them) that somebody tried to reach and was refused, in order.
func (w *Wire) Refused() []string { return w.hosts.refusals() }

// Close ends the network. Answers under way have two seconds.
func (w *Wire) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var all []error
	for _, s := range w.servers {
		if err := s.Shutdown(ctx); err != nil {
			all = append(all, s.Close())
		}
	}
	all = append(all, w.tunnel.Close())
	w.running.Wait()
	return errors.Join(append(all, w.removeSocket())...)
}
