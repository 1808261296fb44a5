// SPDX-License-Identifier: GPL-3.0-or-later

/// The JSON Schema of the lines between Regatta and a scheduler program: `regatta schema --plugin`.
public enum PluginSchema {
  /// The schema (draft 2020-12), ending in a newline. `$defs/request` is what Regatta writes; `$defs/reply` is what a
  /// program may write.
  public static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Regatta plugin protocol, version 1",
      "description": "One JSON object a line. Regatta writes requests, the program answers each with one reply of the same id.",
      "anyOf": [{"$ref": "#/$defs/request"}, {"$ref": "#/$defs/reply"}],
      "$defs": {
        "request": {
          "oneOf": [{"$ref": "#/$defs/hello"}, {"$ref": "#/$defs/run"}, {"$ref": "#/$defs/call"}]
        },
        "hello": {
          "description": "The first line that a process gets.",
          "type": "object",
          "additionalProperties": false,
          "required": ["v", "id", "call"],
          "properties": {
            "v": {"const": 1, "description": "The version of the protocol."},
            "id": {"const": 0},
            "call": {"const": "hello"}
          }
        },
        "run": {
          "description": "A run begins: what was said before is to be forgotten.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "id", "call", "scenario", "contender", "system", "profile", "seed", "horizonNanoseconds", "freshForNanoseconds",
            "clusters"
          ],
          "properties": {
            "id": {"type": "integer"},
            "call": {"const": "run"},
            "scenario": {"type": "string"},
            "contender": {"type": "string"},
            "system": {"enum": ["federation-v1", "kubefed", "kubeadmiral", "karmada"]},
            "profile": {"type": "string", "description": "The control plane, as karmada-1.18."},
            "seed": {"type": "integer"},
            "horizonNanoseconds": {"type": "integer", "description": "When the run ends."},
            "freshForNanoseconds": {"type": "integer", "description": "Older reports are said to be stale."},
            "clusters": {
              "description": "What is so of each cluster in the whole run, by name.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "provider": {"type": "string"},
                  "region": {"type": "string"},
                  "zones": {"type": "array", "items": {"type": "string"}},
                  "labels": {"$ref": "#/$defs/labels"},
                  "pools": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "additionalProperties": false,
                      "properties": {
                        "name": {"type": "string"},
                        "nodes": {"type": "integer", "description": "Nodes at the start."},
                        "perNode": {"$ref": "#/$defs/resources"}
                      }
                    }
                  }
                }
              }
            }
          }
        },
        "call": {
          "description": "A question about one workload.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "id", "call", "timeNanoseconds", "workload", "replicas", "reasons", "random", "current", "eligible", "clusters"
          ],
          "properties": {
            "id": {"type": "integer"},
            "call": {"enum": ["filter", "score", "select", "place", "batch"]},
            "parts": {
              "description": "With batch: which calls are to be answered together.",
              "type": "array",
              "items": {"enum": ["filter", "score", "select", "place"]}
            },
            "timeNanoseconds": {"type": "integer", "description": "Simulated time since the start of the run."},
            "workload": {"type": "string", "description": "namespace/name"},
            "about": {"$ref": "#/$defs/about"},
            "replicas": {"type": "integer", "minimum": 0, "description": "Replicas that are wanted in all."},
            "reasons": {
              "description": "Why it is asked.",
              "type": "array",
              "items": {
                "enum": [
                  "created", "replicasChanged", "policyChanged", "readinessChanged", "taintsChanged", "membershipChanged",
                  "unschedulableReplicas", "evicted", "rebalanceRequested", "retry", "relisted", "memberObjectChanged"
                ]
              }
            },
            "fresh": {"const": true, "description": "Somebody asked for a full recomputation."},
            "random": {
              "description": "A number that depends on seed, workload and attempt alone: the only chance there is.",
              "type": "integer", "minimum": 0, "maximum": 9007199254740991
            },
            "current": {"$ref": "#/$defs/assignment", "description": "The control plane's record of the assignment."},
            "observed": {
              "description": "What members last reported of the workload, under systems that listen.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "desired": {"type": "integer"},
                  "ready": {"type": "integer"},
                  "unschedulable": {"type": "integer"}
                }
              }
            },
            "evicting": {
              "description": "Clusters that it is being evicted from, which bars them.",
              "type": "array",
              "items": {"type": "string"}
            },
            "eligible": {
              "description": "Clusters that may take replicas, with what the control plane's own policy says of them. To a program that keeps what it is told: those that are new or have changed for this workload.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "room": {"type": "integer", "description": "More replicas that fit by the system's own estimate; absent where it makes none."},
                  "weight": {"type": "integer"},
                  "min": {"type": "integer"},
                  "max": {"type": "integer"}
                }
              }
            },
            "dropped": {
              "description": "To a program that keeps what it is told: clusters that are no longer eligible for this workload.",
              "type": "array",
              "items": {"type": "string"}
            },
            "clusters": {
              "description": "Eligible clusters as they last reported. To a program that keeps what it is told: those that have changed since it was last told.",
              "type": "object",
              "additionalProperties": {"$ref": "#/$defs/view"}
            }
          }
        },
        "about": {
          "description": "What is so of the workload until it is said again.",
          "type": "object",
          "additionalProperties": false,
          "required": ["kind", "uid", "division", "requests", "native"],
          "properties": {
            "kind": {"type": "string"},
            "uid": {"type": "string"},
            "labels": {"$ref": "#/$defs/labels"},
            "priority": {"type": "integer"},
            "division": {
              "description": "divide: the replicas are shared out; duplicate: each cluster that is named gets all of them.",
              "enum": ["divide", "duplicate"]
            },
            "requests": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": {"cpuMillicores": {"type": "integer"}, "memoryBytes": {"type": "integer"}}
            },
            "intent": {"type": "object", "description": "As the scenario states it, where it does."},
            "native": {
              "description": "The control plane's own objects that say how it is placed.",
              "type": "array",
              "items": {"type": "object"}
            }
          }
        },
        "view": {
          "type": "object",
          "additionalProperties": false,
          "required": ["readiness", "allocatable", "allocated", "reportedNanoseconds"],
          "properties": {
            "readiness": {"enum": ["ready", "notReady", "unknown"]},
            "taints": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "key": {"type": "string"},
                  "value": {"type": "string"},
                  "effect": {"enum": ["NoSchedule", "PreferNoSchedule", "NoExecute"]}
                }
              }
            },
            "allocatable": {"$ref": "#/$defs/resources"},
            "allocated": {"$ref": "#/$defs/resources"},
            "allocating": {"$ref": "#/$defs/resources", "description": "Asked for by pods without a node."},
            "reportedNanoseconds": {"type": "integer", "description": "When it reported this."},
            "stale": {"const": true, "description": "It has not reported for longer than freshForNanoseconds."}
          }
        },
        "resources": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "cpuMillicores": {"type": "integer"},
            "memoryBytes": {"type": "integer"},
            "pods": {"type": "integer"}
          }
        },
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "assignment": {
          "type": "object",
          "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 2147483647}
        },
        "reply": {
          "description": "The answer to a request. Fields that the request did not ask for are left alone.",
          "type": "object",
          "required": ["id"],
          "properties": {
            "id": {"type": "integer", "description": "The request's."},
            "error": {"type": "string", "description": "The program failed; nothing else of the reply counts."},
            "v": {"const": 1, "description": "To hello: the version that the program speaks."},
            "name": {"type": "string", "description": "To hello."},
            "version": {"type": "string", "description": "To hello."},
            "capabilities": {
              "description": "To hello: what the program can be asked.",
              "type": "array",
              "items": {"enum": ["filter", "score", "select", "place", "batch"]}
            },
            "deterministic": {"type": "boolean", "default": true, "description": "To hello: equal questions get equal answers."},
            "keeps": {"type": "boolean", "default": false, "description": "To hello: the program keeps what it is told and is told only changes."},
            "refused": {
              "description": "To filter: eligible clusters that are to get nothing, and why.",
              "type": "object",
              "additionalProperties": {"type": "string"}
            },
            "scores": {
              "description": "To score: higher is better.",
              "type": "object",
              "additionalProperties": {"type": "integer"}
            },
            "selected": {
              "description": "To select: the clusters that the system is to divide over.",
              "type": "array",
              "items": {"type": "string"}
            },
            "assign": {"$ref": "#/$defs/assignment", "description": "To place: all of the replicas."},
            "keep": {"const": true, "description": "To place: everything stays as it is."},
            "unschedulable": {"type": "string", "description": "To place: they cannot be placed, and why."},
            "placeable": {"type": "integer", "minimum": 0, "description": "With unschedulable: how many could be."},
            "why": {"type": "string", "description": "Shown by explain run."},
            "clusters": {
              "description": "Remarks on single clusters, shown by explain run.",
              "type": "object",
              "additionalProperties": {"type": "string"}
            }
          }
        }
      }
    }

    """#
}
