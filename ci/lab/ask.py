#!/usr/bin/python3
"""Asks a role of this node one thing: ask.py SOCKET REQUEST, both as in ARCHITECTURE.md; prints the answer."""
import socket
import struct
import sys


def main():
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(5)
    peer.connect(sys.argv[1])

    def say(text):
        payload = text.encode()
        peer.sendall(struct.pack(">iB", len(payload) + 1, 0) + payload)

    def hear():
        head = exactly(5)
        return exactly(struct.unpack(">i", head[:4])[0] - 1).decode()

    def exactly(count):
        heard = b""
        while len(heard) < count:
            more = peer.recv(count - len(heard))
            if not more:
                sys.exit("the conversation was ended")
            heard += more
        return heard

    say('<hello role="observer" version-min="1" version-max="1" build="none" codecs="none"/>')
    hear()
    say(f'<request id="1">{sys.argv[2]}</request>')
    print(hear())


main()
