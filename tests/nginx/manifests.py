#!/usr/bin/env python3
"""From manifests to a real nginx: manifests.py PROGRAM [EVERY]

Every EVERY-th recorded scenario of tests/tables/controller.jsonl is printed
by `nginx-conf`, loaded into nginx, and sent its requests; what nginx does must
be what `route` says. Backends listen on a port for each Service and answer
with the request target they got. Left out is what the printed configuration
does not hold: TLS, canaries, Services without endpoints, and redirects with
the port of the listener in them. The default backend answers 404 to anything,
as the recorded one did.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time


def free_port():
    """A port that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


PORT = free_port()      # of nginx


def serve(listener, status):
    """Answers each connection with the target of its request, for ever."""
    while True:
        connection, _ = listener.accept()
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                more = connection.recv(65536)
                if not more:
                    break
                data += more
            target = data.split(b"\r\n")[0].split(b" ", 1)[-1]
            target = target.rsplit(b" ", 1)[0]
            connection.sendall(
                b"HTTP/1.1 %d Said\r\nX-Port: %d\r\nContent-Length: %d\r\n"
                b"Connection: close\r\n\r\n%s" % (
                    status, listener.getsockname()[1], len(target), target))


def start(status):
    """Starts a backend; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener, status),
                     daemon=True).start()
    return listener.getsockname()[1]


class Backends:
    """A listening port for each Service and port, made when asked for."""

    def __init__(self):
        self.default = start(404)
        self.ports = []

    def port(self, number):
        while len(self.ports) <= number:
            self.ports.append(start(200))
        return self.ports[number]


def ask(call):
    """Status, headers and body of nginx's answer."""
    url = call["url"].split("://", 1)[1]
    cut = min([i for i in map(url.find, "/?") if i >= 0] or [len(url)])
    host, target = url[:cut], url[cut:] or "/"
    lines = ["%s %s HTTP/1.1" % (call["method"], target)]
    headers = call["headers"]
    if "host" not in map(str.lower, headers):
        lines.append("Host: " + host)
    lines += ["%s: %s" % pair for pair in headers.items()]
    lines += ["Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", PORT), timeout=10) as s:
        s.sendall("\r\n".join(lines).encode("utf-8", "surrogateescape"))
        data = b""
        while True:
            more = s.recv(65536)
            if not more:
                break
            data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    fields = dict(line.split(": ", 1) for line in rest if ": " in line)
    return int(first.split()[1]), fields, body.decode("utf-8", "replace")


def is_comparable(call, answer):
    if not call["url"].startswith("http://") or call["method"] == "HEAD":
        return False
    if answer["outcome"] == "proxy":
        return len(answer["backends"]) == 1 and "canary" not in (
            answer["reason"] or "")
    if answer["outcome"] == "redirect":
        return ":80" not in answer["location"]
    return answer["status"] not in (403, 503, None)


def wait_for_nginx(server):
    for _ in range(200):
        if server.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
            return True
        except OSError:
            time.sleep(0.01)
    return False


def differences(program, folder, scenario, backends):
    """What differs, as sentences; and how many requests were compared."""
    path = os.path.join(folder, "manifests.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(scenario["manifests"])
    calls = scenario["requests"]
    asked = "".join(json.dumps(call) + "\n" for call in calls)
    told = subprocess.run([program, "route", "-f", path, "--requests", "-"],
                          input=asked, capture_output=True, text=True)
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    pairs = [(c, a) for c, a in zip(calls, answers) if is_comparable(c, a)]
    services = sorted({(b["service"], b["port"])
                       for _, a in pairs for b in a["backends"]})
    ports = {s: backends.port(i) for i, s in enumerate(services)}
    words = [word for (service, port), number in ports.items()
             for word in ("--upstream", "%s:%s=127.0.0.1:%d" % (
                 service, port, number))]
    conf = subprocess.run([program, "nginx-conf"] + words + [path],
                          capture_output=True, text=True)
    if conf.returncode == 2:
        return ["no configuration: " + conf.stderr], 0
    name = os.path.join(folder, "nginx.conf")
    with open(name, "w", encoding="utf-8") as file:
        file.write(conf.stdout
                   .replace("listen 8080", "listen 127.0.0.1:%d" % PORT)
                   .replace('server "127.0.0.1:8181"',
                            "server 127.0.0.1:%d" % backends.default)
                   .replace("listen 127.0.0.1:8181",
                            "listen 127.0.0.1:%d" % free_port()))
    server = subprocess.Popen(
        ["nginx", "-p", folder, "-c", name, "-e", "error.log", "-g",
         "daemon off; master_process off; pid nginx.pid;"],
        stderr=subprocess.DEVNULL)
    found = []
    try:
        if not wait_for_nginx(server):
            return ["nginx does not start"], 0
        for call, answer in pairs:
            status, fields, body = ask(call)
            if answer["outcome"] == "proxy":
                backend = answer["backends"][0]
                right = (fields.get("X-Port") == str(
                    ports[backend["service"], backend["port"]]) and
                    body == answer["uri"])
            else:
                right = (status == answer["status"] and
                         fields.get("Location") == answer["location"])
            if not right:
                found.append("%s\n  route: %s\n  nginx: %d %s %s" % (
                    call, json.dumps(answer), status, fields, body[:200]))
    finally:
        server.kill()
        server.wait()
    return found, len(pairs)


def main():
    program, every = sys.argv[1], int((sys.argv + ["1"])[2])
    table = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                         "../tables/controller.jsonl")
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    backends, folder = Backends(), tempfile.mkdtemp()
    passed = failed = requests = 0
    for number, line in enumerate(open(table, encoding="utf-8")):
        scenario = json.loads(line)
        if number % every or scenario["reload"] != "ok":
            continue
        found, compared = differences(program, folder, scenario, backends)
        requests += compared
        failed += bool(found)
        passed += not found
        for sentence in found:
            print("FAIL %s: %s" % (scenario["id"], sentence))
    shutil.rmtree(folder)
    print("%d requests from manifests to nginx" % requests)
    print("manifests: %d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0 or not passed)


main()
