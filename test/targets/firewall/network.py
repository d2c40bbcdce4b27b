"""A machine with a container behind it and others before it, each in a network namespace of its own.

Reads {"before": [shell lines], "apply": [shell lines], "ports": [...], "probes": [[from, source, address, port, protocol]]} from
standard input, runs the lines on the machine, listens there and in the container, and prints what became of each probe.
Run it under `unshare -rn`. The machine is 10.77.0.1 and fd77::1, others are 10.77.0.2 and .3, fd77::2 and ::3, and the
container is 172.30.0.2 behind the interface br-test.
"""
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# A packet that is dropped is waited for so long, in seconds.
PATIENCE = 4

LISTEN = """
import selectors, socket, sys
ready = selectors.DefaultSelector()
for word in sys.argv[1:]:
    protocol, port = word.split('/')
    kind = socket.SOCK_DGRAM if protocol == 'udp' else socket.SOCK_STREAM
    server = socket.socket(socket.AF_INET6, kind)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(('::', int(port)))
    if protocol == 'tcp':
        server.listen(64)
    ready.register(server, selectors.EVENT_READ)
print('listening', flush=True)
while True:
    for key, _ in ready.select():
        if key.fileobj.type == socket.SOCK_DGRAM:
            key.fileobj.sendto(b'answer', key.fileobj.recvfrom(100)[1])
        else:
            key.fileobj.accept()[0].close()
"""

PROBE = """
import socket, sys
source, address, port, protocol, patience = sys.argv[1:]
family = socket.AF_INET6 if ':' in address else socket.AF_INET
probe = socket.socket(family, socket.SOCK_DGRAM if protocol == 'udp' else socket.SOCK_STREAM)
probe.settimeout(float(patience))
try:
    if source:
        probe.bind((source, 0))
    probe.connect((address, int(port)))
    if protocol == 'udp':
        probe.send(b'question')
        probe.recv(100)
    print('answers')
except ConnectionRefusedError:
    print('refuses')
except TimeoutError:
    print('drops')
"""


def run(line, where=()):
    subprocess.run([*where, 'sh', '-euc', line], check=True, stdout=sys.stderr)


def namespace():
    process = subprocess.Popen(['unshare', '-n', 'sh', '-c', 'echo up; exec sleep 600'], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def main():
    asked = json.load(sys.stdin)
    outside, container = namespace(), namespace()
    started = [outside, container]
    try:
        within = {
            'machine': [],
            'outside': ['nsenter', '-t', str(outside.pid), '-n'],
            'container': ['nsenter', '-t', str(container.pid), '-n'],
        }
        run(f'''
            ip link set lo up
            ip link add out0 type veth peer name eth0 netns {outside.pid}
            ip link add br-test type veth peer name eth0 netns {container.pid}
            ip address add 10.77.0.1/24 dev out0
            ip -6 address add fd77::1/64 dev out0 nodad
            ip address add 172.30.0.1/24 dev br-test
            ip link set out0 up
            ip link set br-test up
            echo 1 > /proc/sys/net/ipv4/ip_forward
        ''')
        run('''
            for last in 2 3; do
              ip address add 10.77.0.$last/24 dev eth0
              ip -6 address add fd77::$last/64 dev eth0 nodad
            done
            ip link set eth0 up
        ''', within['outside'])
        run('''
            ip address add 172.30.0.2/24 dev eth0
            ip link set eth0 up
            ip route add default via 172.30.0.1
        ''', within['container'])
        for line in [*asked['before'], *asked['apply']]:
            run(line)
        for where in ('machine', 'container'):
            server = subprocess.Popen(
                [*within[where], sys.executable, '-c', LISTEN, *asked['ports']], stdout=subprocess.PIPE
            )
            started.append(server)
            server.stdout.readline()

        def probe(one):
            where, source, address, port, protocol = one
            words = [source, address, str(port), protocol, str(PATIENCE)]
            return subprocess.run(
                [*within[where], sys.executable, '-c', PROBE, *words], stdout=subprocess.PIPE, text=True, check=True
            ).stdout.strip()

        with ThreadPoolExecutor(24) as pool:
            print(json.dumps(list(pool.map(probe, asked['probes']))))
    finally:
        for process in started:
            process.kill()


main()
