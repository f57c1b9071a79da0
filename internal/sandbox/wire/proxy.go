package wire

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// A proxy takes CONNECT requests for known hosts on port 443 and hands the connections to a server in this process.
type proxy struct {
	hosts  *hosts
	tunnel *tunnel
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		// Plain http through a proxy names the whole URL. No host here speaks it.
		http.Error(w, p.hosts.refuse(r.Host), http.StatusForbidden)
		return
	}
	_, port, err := net.SplitHostPort(r.Host)
	known := err == nil && port == "443" && p.hosts.find(r.Host) != nil
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "the sandbox's proxy speaks HTTP/1.1 only", http.StatusHTTPVersionNotSupported)
		return
	}
	if !known {
		// The reason phrase is what most programs show of a refused CONNECT.
		fmt.Fprintf(conn, "HTTP/1.1 403 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", p.hosts.refuse(r.Host))
		conn.Close()
		return
	}
	if _, err := fmt.Fprint(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		conn.Close()
		return
	}
	p.tunnel.deliver(&bufferedConn{Conn: conn, reader: buffered.Reader})
}

// A bufferedConn gives back what the proxy's server had read ahead of the CONNECT.
type bufferedConn struct {
	net.Conn
	reader *bufio.Reader
}

func (c *bufferedConn) Read(p []byte) (int, error) { return c.reader.Read(p) }

// A tunnel is a listener whose connections come out of the proxy.
type tunnel struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newTunnel() *tunnel {
	return &tunnel{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (t *tunnel) deliver(c net.Conn) {
	select {
	case t.conns <- c:
	case <-t.closed:
		c.Close()
	}
}

// Accept waits for the next connection, or for Close.
func (t *tunnel) Accept() (net.Conn, error) {
	select {
	case c := <-t.conns:
		return c, nil
	case <-t.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (t *tunnel) Close() error {
	t.once.Do(func() { close(t.closed) })
	return nil
}

// Addr names no place: the tunnel has none.
func (t *tunnel) Addr() net.Addr { return &net.UnixAddr{Name: "proxy", Net: "unix"} }
