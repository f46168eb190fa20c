#!/usr/bin/env python3
"""Writes manifests to measure with: generate.py FOLDER

20,000 Ingresses of ordinary size, four to a host and a Service: as one file (all.yaml) and as a folder of 100 files (many/). There is
no chance in it, so every run measures the same bytes.
"""
import os
import sys

DOCUMENTS = 20000
FILES = 100

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


def write(path, texts):
    with open(path, "w", encoding="ascii") as file:
        file.write("---\n".join(texts))


def main():
    folder = sys.argv[1]
    os.makedirs(folder + "/many", exist_ok=True)
    texts = list(documents())
    write(folder + "/all.yaml", texts)
    each = DOCUMENTS // FILES
    for n in range(FILES):
        write("%s/many/%03d.yaml" % (folder, n),
              texts[n * each:(n + 1) * each])
    write(folder + "/small.yaml", texts[:1])


main()
