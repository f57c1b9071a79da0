// Command cut makes the extracts of GitHub's API descriptions that the sandbox embeds.
//
// It packs the npm packages named in packages.txt, keeps of the OpenAPI document the operations named in operations.txt
// with everything they refer to, keeps of the GraphQL schema every type, and writes both without prose: names and types
// only. The same input gives the same bytes. It never writes anything but the two extracts, and with -check not even those.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	dir := flag.String("dir", filepath.Join("internal", "sandbox", "schema"), "the `directory` of packages.txt, operations.txt and the extracts")
	check := flag.Bool("check", false, "write nothing; fail when an extract is not what would be cut now")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *dir, *check, npmPackage.fetch, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

// An extract is one file that is cut from one file of an npm package.
type extract struct {
	file    string // in the schema directory
	pack    string // name of the npm package
	cut     func(source []byte) ([]byte, error)
	entries func(extract []byte) map[string]string // the parts by name, to say what differs
}

// A fetcher gets the file of a package.
type fetcher func(npmPackage, context.Context) ([]byte, error)

func run(ctx context.Context, dir string, check bool, fetch fetcher, out io.Writer) error {
	packages, err := readPackages(filepath.Join(dir, "packages.txt"))
	if err != nil {
		return err
	}
	operations, err := readOperations(filepath.Join(dir, "operations.txt"))
	if err != nil {
		return err
	}
	extracts := []extract{
		{"openapi.json", "@octokit/openapi", func(b []byte) ([]byte, error) { return cutOpenAPI(b, operations) }, openAPIEntries},
		{"schema.graphql", "@octokit/graphql-schema", cutGraphQL, graphQLEntries},
	}
	stale := 0
	for _, e := range extracts {
		p, ok := packages[e.pack]
		if !ok {
			return fmt.Errorf("packages.txt names no package %s", e.pack)
		}
		source, err := fetch(p, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", e.pack, err)
		}
		now, err := e.cut(source)
		if err != nil {
			return fmt.Errorf("%s: %w", e.pack, err)
		}
		path := filepath.Join(dir, e.file)
		before, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		if bytes.Equal(before, now) {
			fmt.Fprintf(out, "%s: unchanged\n", e.file)
			continue
		}
		stale++
		fmt.Fprintf(out, "%s:\n%s", e.file, difference(e.entries(before), e.entries(now)))
		if !check {
			if err := os.WriteFile(path, now, 0o644); err != nil {
				return err
			}
		}
	}
	if check && stale > 0 {
		return fmt.Errorf("%d of %d extracts differ from what is cut now; run `make schema` and commit the result", stale, len(extracts))
	}
	return nil
}
