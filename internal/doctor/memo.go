package doctor

import "sync"

// memo asks once for each key, whoever needs the answer first.
func memo[V any](ask func(key string) (V, error)) func(key string) (V, error) {
	var mu sync.Mutex
	asked := map[string]func() (V, error){}
	return func(key string) (V, error) {
		mu.Lock()
		answer := asked[key]
		if answer == nil {
			answer = sync.OnceValues(func() (V, error) { return ask(key) })
			asked[key] = answer
		}
		mu.Unlock()
		return answer()
	}
}
