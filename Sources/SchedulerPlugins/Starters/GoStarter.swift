// SPDX-License-Identifier: GPL-3.0-or-later

extension PluginStarter {
  /// A scheduler in Go, its standard library alone.
  static let go = #"""
    // A scheduler for Regatta. It keeps what runs where it runs, and shares the rest out in proportion to free room.
    //
    // Change place; the rest speaks the protocol: docs/guides/plugin-protocol.md. Standard library only.
    package main

    import (
    	"bufio"
    	"encoding/json"
    	"log"
    	"os"
    	"sort"
    )

    // Facts are what is said of an eligible cluster; what does not apply is nil.
    type Facts struct {
    	Room   *int64 `json:"room"` // more replicas that fit
    	Weight *int64 `json:"weight"`
    	Min    *int64 `json:"min"`
    	Max    *int64 `json:"max"`
    }

    // place says how many replicas each cluster gets; false where they do not all fit.
    //
    // current holds what is assigned now; clusters that are not eligible are lost. random is the same for the same seed,
    // workload and attempt.
    func place(replicas int64, eligible map[string]Facts, current map[string]int64, random int64) (map[string]int64, bool) {
    	names := make([]string, 0, len(eligible))
    	for name := range eligible {
    		names = append(names, name)
    	}
    	sort.Strings(names) // a map has no order, and the same question is to get the same answer
    	assigned, gained, missing := map[string]int64{}, map[string]int64{}, replicas
    	for _, name := range names {
    		facts := eligible[name]
    		assigned[name] = current[name]
    		if facts.Min != nil && assigned[name] < *facts.Min {
    			assigned[name] = *facts.Min
    		}
    		if facts.Max != nil && assigned[name] > *facts.Max {
    			assigned[name] = *facts.Max
    		}
    		missing -= assigned[name]
    	}
    	for missing > 0 {
    		// To the cluster with the most room per replica that it gets.
    		best, most := "", 0.0
    		for _, name := range names {
    			facts := eligible[name]
    			if facts.Max != nil && assigned[name] >= *facts.Max {
    				continue
    			}
    			room := 1.0
    			if facts.Room != nil {
    				room = float64(*facts.Room)
    			}
    			if share := room / float64(2*gained[name]+1); best == "" || share > most {
    				best, most = name, share
    			}
    		}
    		if best == "" {
    			return nil, false
    		}
    		assigned[best]++
    		gained[best]++
    		missing--
    	}
    	for _, keepsMinimum := range []bool{true, false} {
    		for missing < 0 {
    			// Too many: the largest share shrinks first; minimums give way last.
    			largest := ""
    			for _, name := range names {
    				low := int64(0)
    				if keepsMinimum && eligible[name].Min != nil {
    					low = *eligible[name].Min
    				}
    				if assigned[name] > low && (largest == "" || assigned[name] > assigned[largest]) {
    					largest = name
    				}
    			}
    			if largest == "" {
    				break
    			}
    			assigned[largest]--
    			missing++
    		}
    	}
    	for name, count := range assigned {
    		if count == 0 {
    			delete(assigned, name)
    		}
    	}
    	return assigned, missing == 0
    }

    type call struct {
    	ID       int64  `json:"id"`
    	Call     string `json:"call"`
    	Workload string `json:"workload"`
    	About    *struct {
    		Division string `json:"division"`
    	} `json:"about"`
    	Replicas int64            `json:"replicas"`
    	Random   int64            `json:"random"`
    	Current  map[string]int64 `json:"current"`
    	Eligible map[string]Facts `json:"eligible"`
    	Dropped  []string         `json:"dropped"`
    }

    type reply struct {
    	ID            int64             `json:"id"`
    	V             int               `json:"v,omitempty"`
    	Name          string            `json:"name,omitempty"`
    	Version       string            `json:"version,omitempty"`
    	Capabilities  []string          `json:"capabilities,omitempty"`
    	Keeps         bool              `json:"keeps,omitempty"` // what was said once is kept: only changes are said again
    	Assign        *map[string]int64 `json:"assign,omitempty"`
    	Unschedulable string            `json:"unschedulable,omitempty"`
    	Why           string            `json:"why,omitempty"`
    }

    type workload struct {
    	division string
    	eligible map[string]Facts
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
    			r.V, r.Name, r.Version, r.Capabilities, r.Keeps = 1, "my-scheduler", "1", []string{"place"}, true
    		case "run": // a new run: nothing of the one before may count
    			workloads = map[string]*workload{}
    		case "place":
    			w := workloads[c.Workload]
    			if w == nil {
    				w = &workload{eligible: map[string]Facts{}}
    				workloads[c.Workload] = w
    			}
    			if c.About != nil {
    				w.division = c.About.Division
    			}
    			for name, facts := range c.Eligible {
    				w.eligible[name] = facts
    			}
    			for _, name := range c.Dropped {
    				delete(w.eligible, name)
    			}
    			answer(&r, c, w)
    		}
    		if err := out.Encode(r); err != nil {
    			log.Fatal(err)
    		}
    	}
    }

    func answer(r *reply, c call, w *workload) {
    	assigned := map[string]int64{}
    	fits := true
    	if w.division == "duplicate" {
    		for name := range w.eligible {
    			assigned[name] = c.Replicas
    		}
    	} else {
    		assigned, fits = place(c.Replicas, w.eligible, c.Current, c.Random)
    	}
    	if fits {
    		r.Assign, r.Why = &assigned, "kept what runs, shared the rest out by room"
    	} else {
    		r.Unschedulable = "the clusters' maximums are too low"
    	}
    }

    """#
}
