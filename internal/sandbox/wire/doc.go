// Package wire is how programs reach the sandbox's GitHub: the unix socket that gh and go-gh find through
// http_unix_socket, and an HTTPS proxy on 127.0.0.1 that is github.com, api.github.com and whatever host is registered,
// under a throw-away certificate authority. It also serves git over HTTPS through git http-backend.
//
// Annex floor: of ours it imports the hub, the git store and the door between them. It must never pass a
// connection on: a host that is not registered is refused and the refusal is kept, so that tests can prove that nothing
// leaves the machine.
package wire
