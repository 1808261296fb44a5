#!/usr/bin/env python3
"""Karmada's StaticWeight as of 1.16: Webster's method over the weights of the eligible clusters.

Under karmada-1.18 it gives the runs of the built-in policy, digest for digest.
Source: karmada pkg/util/helper/webstermethod.go, pkg/scheduler/core/division_algorithm.go.
"""
import heapq
import json
import sys


def fnv1a(text):
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def webster(seats, votes, highest_name_first):
    """Each seat to the largest votes / (2 seats + 1); equal ones: fewer seats, then by name."""
    order = {name: rank for rank, name in enumerate(sorted(votes, reverse=highest_name_first))}
    queue = [(-float(count), 0, order[name], name) for name, count in votes.items()]
    heapq.heapify(queue)
    for _ in range(seats):
        _, given, rank, name = queue[0]
        heapq.heapreplace(queue, (-(votes[name] / float(2 * given + 3)), given + 1, rank, name))
    return {name: given for _, given, _, name in queue if given > 0}


workloads = {}
for line in sys.stdin:
    call = json.loads(line)
    reply = {"id": call["id"]}
    if call["call"] == "hello":
        reply.update(v=1, name="static-weight", version="1", capabilities=["place"], keeps=True)
    elif call["call"] == "run":
        workloads.clear()
    else:
        known = workloads.setdefault(call["workload"], {"weights": {}})
        if "about" in call:
            # Karmada turns the order of names round for every other uid.
            known["turned"] = fnv1a(call["about"]["uid"]) % 2 == 1
        for cluster, facts in call["eligible"].items():
            known["weights"][cluster] = facts.get("weight", 0)
        for cluster in call.get("dropped", ()):
            del known["weights"][cluster]
        votes = {name: weight for name, weight in known["weights"].items() if weight > 0}
        votes = votes or dict.fromkeys(known["weights"], 1)
        reply["assign"] = webster(call["replicas"], votes, known["turned"])
    print(json.dumps(reply, separators=(",", ":")), flush=True)
