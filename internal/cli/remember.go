package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// rememberFor is how long an answer is good enough to complete words with.
const rememberFor = time.Minute

// remembered returns what was read under a key within the last minute, else
// what read returns, which it keeps. Nothing of it is needed: without a folder,
// or with one that cannot be used, everything is read. Files are the person's
// alone, and hold what read returns and nothing else.
func remembered[T any](env *Env, key string, read func() (T, error)) (T, error) {
	folder, err := env.CacheDir()
	if err != nil {
		return read()
	}
	folder = filepath.Join(folder, "gh-release-request")
	name := sha256.Sum256([]byte(key))
	path := filepath.Join(folder, hex.EncodeToString(name[:])+".json")
	var kept T
	if recall(path, env.Now(), &kept) {
		return kept, nil
	}
	value, err := read()
	if err == nil {
		keep(folder, path, value)
	}
	return value, err
}

// recall reads a file that is not older than a minute, nor of the future.
func recall(path string, now time.Time, into any) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	if age := now.Sub(info.ModTime()); age < 0 || age >= rememberFor {
		return false
	}
	text, err := os.ReadFile(path)
	return err == nil && json.Unmarshal(text, into) == nil
}

// keep writes a file that others see whole or not at all.
func keep(folder, path string, value any) {
	text, err := json.Marshal(value)
	if err != nil || os.MkdirAll(folder, 0o700) != nil {
		return
	}
	file, err := os.CreateTemp(folder, ".new-*") // which is the person's alone
	if err != nil {
		return
	}
	_, err = file.Write(text)
	if file.Close() != nil || err != nil || os.Rename(file.Name(), path) != nil {
		_ = os.Remove(file.Name())
	}
}
