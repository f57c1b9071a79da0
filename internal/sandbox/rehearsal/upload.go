package rehearsal

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// UploadProgram is the name under which the publishers of acme find Upload.
const UploadProgram = "acme-upload"

// Upload is a publisher's program: acme-upload TARGET NAME VERSION puts a
// package into the registry, with the token in the variable TARGET_TOKEN. It
// returns its exit status.
func Upload(args []string, stdout, stderr io.Writer) int {
	if len(args) != 3 {
		fmt.Fprintln(stderr, "usage: "+UploadProgram+" TARGET NAME VERSION")
		return 2
	}
	client, err := uploadClient()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	url := fmt.Sprintf("https://%s/%s", RegistryHost, strings.Join(args, "/"))
	req, err := http.NewRequest(http.MethodPut, url, nil)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv(strings.ToUpper(args[0])+"_TOKEN"))
	resp, err := client.Do(req)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	if resp.StatusCode != http.StatusOK {
		fmt.Fprintf(stderr, "%s: %s", resp.Status, said)
		return 1
	}
	_, _ = stdout.Write(said)
	return 0
}

// uploadClient trusts the authority named by SSL_CERT_FILE on every system:
// Go itself looks there on Linux only.
func uploadClient() (*http.Client, error) {
	pem, err := os.ReadFile(os.Getenv("SSL_CERT_FILE"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: roots}}
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}, nil
}
