#!/usr/bin/env python3
"""Writes manifests to measure with: generate.py FOLDER

20,000 Ingresses of ordinary size, four to a host and a Service: as one file
(all.yaml) and as a folder of 100 files (many/). 1,000 files of other kinds
(others/). There is no chance in it, so every run measures the same bytes.
"""
import os
import sys

DOCUMENTS = 20000
FILES = 100
OTHER_FILES = 1000

INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {team}-{n}
  namespace: {team}
  labels:
    app.kubernetes.io/name: {team}-{n}
    app.kubernetes.io/part-of: {team}
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
    nginx.ingress.kubernetes.io/proxy-read-timeout: "60"
{rewrite}spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - {host}
      secretName: {team}-tls
  rules:
    - host: {host}
      http:
        paths:
          - path: {path}
            pathType: {kind}
            backend:
              service:
                name: {service}
                port:
                  number: 80
"""

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {service}
  namespace: {team}
spec:
  selector:
    app.kubernetes.io/name: {service}
  ports:
    - name: http
      port: 80
      targetPort: 8080
"""

REWRITE = """\
    nginx.ingress.kubernetes.io/rewrite-target: /$2
    nginx.ingress.kubernetes.io/use-regex: "true"
"""

TEAMS = "billing catalog checkout identity payments search shipping web".split()


def documents():
    for n in range(DOCUMENTS):
        team = TEAMS[n % len(TEAMS)]
        host, part = divmod(n // len(TEAMS), 4)
        rewrites = host % 5 == 0
        values = {
            "n": n, "team": team, "service": "%s-service-%d" % (team, host),
            "host": "%s-%d.example.com" % (team, host),
            "path": "/part/%d%s" % (part, "(/|$)(.*)" if rewrites else ""),
            "kind": "ImplementationSpecific" if rewrites else "Prefix",
            "rewrite": REWRITE if rewrites else "",
        }
        text = INGRESS.format(**values)
        if part == 0:
            text += "---\n" + SERVICE.format(**values)
        yield text


OTHERS = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}-settings
  namespace: {team}
data:
  LOG_LEVEL: info
  settings.yaml: |
    listen: 0.0.0.0:8080
    cache:
      size: 64m
      expire: 10m
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {name}
  namespace: {team}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {name}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 80
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {name}
  namespace: {team}
rules:
  - apiGroups: [""]
    resources: [configmaps, secrets]
    verbs: [get, list, watch]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {team}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
    spec:
      containers:
        - name: app
          image: registry.example.com/{team}/{name}:v1.{n}.0
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 256Mi}}
          readinessProbe:
            httpGet: {{path: /ready, port: http}}
"""


def other(n):
    team = TEAMS[n % len(TEAMS)]
    return OTHERS.format(n=n, team=team, name="%s-worker-%d" % (team, n))


def write(path, texts):
    with open(path, "w", encoding="ascii") as file:
        file.write("---\n".join(texts))


def main():
    folder = sys.argv[1]
    os.makedirs(folder + "/many", exist_ok=True)
    os.makedirs(folder + "/others", exist_ok=True)
    texts = list(documents())
    write(folder + "/all.yaml", texts)
    each = DOCUMENTS // FILES
    for n in range(FILES):
        write("%s/many/%03d.yaml" % (folder, n),
              texts[n * each:(n + 1) * each])
    for n in range(OTHER_FILES):
        write("%s/others/%04d.yaml" % (folder, n), [other(n)])
    write(folder + "/small.yaml", texts[:1])


main()
