#!/usr/bin/env python3
"""Holds rendered manifests against the platform's policy. Needs PyYAML.

Each complaint names the file, the object and what to do; any of them ends the run.
"""

import pathlib
import sys

import yaml

LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/managed-by", "platform.example.com/team", "platform.example.com/tier"]
WORKLOADS = ["CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet"]


def documents(folder):
    for path in sorted(path for path in pathlib.Path(folder).rglob("*.yaml") if "k8s" in path.parts):
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if isinstance(document, dict) and "apiVersion" in document and "kind" in document:
                yield path, document


def pod(document):
    spec = document.get("spec", {})
    if document["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    return spec["template"]


def of_workload(document):
    template = pod(document)
    spec = template["spec"]
    is_batch = document["kind"] in ("CronJob", "Job")
    if spec.get("securityContext", {}).get("runAsNonRoot") is not True:
        yield "runs as root; set securityContext.runAsNonRoot: true"
    if spec.get("automountServiceAccountToken") is not False:
        yield "is given a token of the cluster; set automountServiceAccountToken: false"
    for container in spec.get("initContainers", []) + spec["containers"]:
        name = container["name"]
        image = container["image"]
        if "@sha256:" not in image and (":" not in image.rsplit("/", 1)[-1] or image.endswith(":latest")):
            yield f"{name} has an image without a version; name one"
        resources = container.get("resources", {})
        for kind in ("requests", "limits"):
            for unit in ("cpu", "memory"):
                # A limit of CPU slows what could run; one of memory keeps the node alive.
                if unit not in resources.get(kind, {}) and (kind, unit) != ("limits", "cpu"):
                    yield f"{name} has no {kind}.{unit}"
        context = container.get("securityContext", {})
        if context.get("readOnlyRootFilesystem") is not True or context.get("allowPrivilegeEscalation") is not False:
            yield f"{name} may change its image or its rights; set readOnlyRootFilesystem and allowPrivilegeEscalation"
        if context.get("capabilities", {}).get("drop") != ["ALL"]:
            yield f"{name} keeps capabilities; drop ALL"
    for container in spec["containers"] if not is_batch else []:
        if "readinessProbe" not in container:
            yield f"{container['name']} has no readinessProbe"


def together(found):
    """What must stand beside what."""
    kinds = {}
    for path, document in found:
        kinds.setdefault(document["kind"], []).append((path, document))
    for path, document in kinds.get("Deployment", []) + kinds.get("StatefulSet", []):
        labels = pod(document)["metadata"]["labels"]
        name = document["metadata"]["name"]

        def chosen(kind, key):
            selectors = (one["spec"].get(key, {}) for _, one in kinds.get(kind, []))
            return any(selector and selector.get("matchLabels", selector).items() <= labels.items() for selector in selectors)

        if not chosen("PodDisruptionBudget", "selector"):
            yield path, name, "has no PodDisruptionBudget"
        if not chosen("NetworkPolicy", "podSelector"):
            yield path, name, "has no NetworkPolicy"
        if not chosen("Service", "selector"):
            yield path, name, "has no Service"
    for path, document in kinds.get("HorizontalPodAutoscaler", []):
        if document["spec"]["minReplicas"] < 2:
            yield path, document["metadata"]["name"], "falls below two replicas"
    for path, document in kinds.get("Ingress", []):
        if not document["spec"].get("tls"):
            yield path, document["metadata"]["name"], "is open without TLS"


def main(folder):
    found = list(documents(folder))
    complaints = []
    for path, document in found:
        name = document["metadata"]["name"]
        labels = document["metadata"].get("labels", {})
        complaints += [(path, name, f"has no label {label}") for label in LABELS if label not in labels]
        if document["kind"] in WORKLOADS:
            complaints += [(path, name, text) for text in of_workload(document)]
    complaints += together(found)
    for path, name, text in complaints:
        print(f"::error file={path}::{name} {text}")
    if not found:
        sys.exit(f"::error::{folder} holds no manifest")
    print(f"{len(found)} objects, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main(sys.argv[1])
