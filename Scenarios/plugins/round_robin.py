#!/usr/bin/env python3
"""Smooth weighted round robin (nginx, Envoy): each cluster gathers its weight, the richest takes a replica and pays."""
import json
import sys


def round_robin(replicas, weights):
    names = sorted(weights)
    total = sum(weights.values())
    credit = dict.fromkeys(names, 0)
    assigned = dict.fromkeys(names, 0)
    for _ in range(replicas):
        for name in names:
            credit[name] += weights[name]
        richest = max(names, key=credit.__getitem__)
        credit[richest] -= total
        assigned[richest] += 1
    return assigned


eligible = {}
for line in sys.stdin:
    call = json.loads(line)
    reply = {"id": call["id"]}
    if call["call"] == "hello":
        reply.update(v=1, name="round-robin", version="1", capabilities=["place"], keeps=True)
    elif call["call"] == "run":
        eligible.clear()
    else:
        known = eligible.setdefault(call["workload"], {})
        known.update(call["eligible"])
        for cluster in call.get("dropped", ()):
            del known[cluster]
        # A cluster with twice the room gets twice the share; the room of what it holds counts too.
        weights = {name: 1 + facts.get("room", 0) + call["current"].get(name, 0) for name, facts in known.items()}
        reply["assign"] = round_robin(call["replicas"], weights)
    print(json.dumps(reply, separators=(",", ":")), flush=True)
