// Karmada's StaticWeight as of 1.16: Webster's method over the weights of the eligible clusters.
//
// Under karmada-1.18 it gives the runs of the built-in policy, digest for digest. Standard library only:
//
//	go build -o static_weight static_weight.go
//
// Source: karmada pkg/util/helper/webstermethod.go, pkg/scheduler/core/division_algorithm.go.
package main

import (
	"bufio"
	"container/heap"
	"encoding/json"
	"hash/fnv"
	"log"
	"os"
)

// A call of Regatta: docs/guides/plugin-protocol.md. Fields that this policy does not look at are left out.
type call struct {
	ID       int64  `json:"id"`
	Call     string `json:"call"`
	Workload string `json:"workload"`
	About    *struct {
		UID string `json:"uid"`
	} `json:"about"`
	Replicas int32 `json:"replicas"`
	Eligible map[string]struct {
		Weight int64 `json:"weight"`
	} `json:"eligible"`
	Dropped []string `json:"dropped"`
}

type reply struct {
	ID           int64             `json:"id"`
	V            int               `json:"v,omitempty"`
	Name         string            `json:"name,omitempty"`
	Version      string            `json:"version,omitempty"`
	Capabilities []string          `json:"capabilities,omitempty"`
	Keeps        bool              `json:"keeps,omitempty"`
	Assign       *map[string]int32 `json:"assign,omitempty"`
}

// What is kept of a workload between calls.
type workload struct {
	turned  bool
	weights map[string]int64
}

type party struct {
	name  string
	votes int64
	seats int32
}

// The next seat's owner is at the root.
type parties struct {
	all    []party
	turned bool
}

func (p *parties) Len() int { return len(p.all) }
func (p *parties) Less(i, j int) bool {
	a, b := p.all[i], p.all[j]
	first, second := float64(a.votes)/float64(2*a.seats+1), float64(b.votes)/float64(2*b.seats+1)
	if first != second {
		return first > second
	}
	if a.seats != b.seats {
		return a.seats < b.seats
	}
	return (a.name < b.name) != p.turned
}
func (p *parties) Swap(i, j int) { p.all[i], p.all[j] = p.all[j], p.all[i] }
func (p *parties) Push(x any)    { p.all = append(p.all, x.(party)) }
func (p *parties) Pop() any      { panic("parties stay") }

func webster(seats int32, w *workload) map[string]int32 {
	queue := &parties{turned: w.turned}
	for name, weight := range w.weights {
		if weight > 0 {
			queue.all = append(queue.all, party{name: name, votes: weight})
		}
	}
	if len(queue.all) == 0 {
		for name := range w.weights {
			queue.all = append(queue.all, party{name: name, votes: 1})
		}
	}
	heap.Init(queue)
	for ; seats > 0; seats-- {
		queue.all[0].seats++
		heap.Fix(queue, 0)
	}
	assigned := map[string]int32{}
	for _, party := range queue.all {
		if party.seats > 0 {
			assigned[party.name] = party.seats
		}
	}
	return assigned
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	workloads := map[string]*workload{}
	for in.Scan() {
		var c call
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			log.Fatal(err)
		}
		r := reply{ID: c.ID}
		switch c.Call {
		case "hello":
			r.V, r.Name, r.Version, r.Keeps = 1, "static-weight-go", "1", true
			r.Capabilities = []string{"place"}
		case "run":
			workloads = map[string]*workload{}
		case "place":
			w := workloads[c.Workload]
			if w == nil {
				w = &workload{weights: map[string]int64{}}
				workloads[c.Workload] = w
			}
			if c.About != nil {
				// Karmada turns the order of names round for every other uid.
				hash := fnv.New32a()
				hash.Write([]byte(c.About.UID))
				w.turned = hash.Sum32()%2 == 1
			}
			for name, facts := range c.Eligible {
				w.weights[name] = facts.Weight
			}
			for _, name := range c.Dropped {
				delete(w.weights, name)
			}
			assigned := webster(c.Replicas, w)
			r.Assign = &assigned
		}
		if err := out.Encode(r); err != nil {
			log.Fatal(err)
		}
	}
}
