"""The cable between one screen and the broker: `pull` and `plug` on its standard input cut it and mend it.

usage: cable.py BROKER-PORT   prints the port of its own end
"""

import socket
import sys
import threading

plugged = True
open_sockets = []
lock = threading.Lock()


def carry(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def accept(listener, broker):
    while True:
        near, _ = listener.accept()
        with lock:
            if not plugged:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", broker))
            open_sockets.extend([near, far])
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=carry, args=(source, sink), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(listener, int(sys.argv[1])), daemon=True).start()
for word in sys.stdin:
    with lock:
        plugged = word.strip() == "plug"
        if not plugged:
            for end in open_sockets:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            open_sockets.clear()
