package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// An npmPackage is one file of one npm package at one version.
type npmPackage struct {
	name, version string
	integrity     string // as npm writes it: "sha512-" and the tarball's digest in base64
	file          string // path in the tarball
}

// readPackages reads packages.txt into packages by name.
func readPackages(path string) (map[string]npmPackage, error) {
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	packages := make(map[string]npmPackage)
	for _, l := range lines {
		f := strings.Fields(l.text)
		if len(f) != 4 {
			return nil, fmt.Errorf("%s:%d: want name, version, integrity and file, got %d words", path, l.number, len(f))
		}
		packages[f[0]] = npmPackage{f[0], f[1], f[2], f[3]}
	}
	return packages, nil
}

// fetch packs the package with npm, so that the machine's npm configuration holds, and returns the file.
func (p npmPackage) fetch(ctx context.Context) ([]byte, error) {
	dir, err := os.MkdirTemp("", "schema-cut-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var said bytes.Buffer
	npm := exec.CommandContext(ctx, "npm", "pack", "--silent", "--pack-destination", dir, p.name+"@"+p.version)
	npm.Stderr = &said
	if err := npm.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s@%s: %w\n%s", p.name, p.version, err, said.Bytes())
	}
	packed, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil {
		return nil, err
	}
	if len(packed) != 1 {
		return nil, fmt.Errorf("npm pack left %d tarballs, want one", len(packed))
	}
	tarball, err := os.ReadFile(packed[0])
	if err != nil {
		return nil, err
	}
	return p.open(tarball)
}

// open checks the tarball's integrity and returns the package's file from it.
func (p npmPackage) open(tarball []byte) ([]byte, error) {
	sum := sha512.Sum512(tarball)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != p.integrity {
		return nil, fmt.Errorf("version %s has integrity %s, packages.txt says %s", p.version, got, p.integrity)
	}
	zipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	files := tar.NewReader(zipped)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("version %s holds no file %s", p.version, p.file)
		}
		if err != nil {
			return nil, err
		}
		if h.Name == p.file {
			return io.ReadAll(files)
		}
	}
}
