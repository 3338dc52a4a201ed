#!/usr/bin/env python3
"""ask.py SOCKET REQUEST [EVENTS]: asks a daemon of this node and prints its answer.

    ask.py /run/systole/cib.sock '<query section="crm_config"/>'
    ask.py /run/systole/cib.sock '<subscribe/>' 10      # and the next ten events

It needs nothing but Python. The status is 0 if the daemon did it, 1 if it did not, and 2 if it could not be asked.
"""
import socket
import struct
import sys
import xml.etree.ElementTree as xml

PLAIN = 0


class Refused(Exception):
    """The daemon said no: its code, its reason, and what can be done."""


class Daemon:
    """A conversation with one daemon."""

    def __init__(self, path, timeout=None):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.requests = 0
        self.waiting = []
        self.say('<hello role="ask.py" version-min="1" version-max="1" codecs="none"/>')
        welcome = self.hear()
        if welcome.tag != "welcome":
            raise Refused(welcome.attrib)

    def say(self, text):
        """One frame: the length of what follows, the codec, the text."""
        payload = text.encode("utf-8")
        self.socket.sendall(struct.pack(">IB", len(payload) + 1, PLAIN) + payload)

    def hear(self):
        length, codec = struct.unpack(">IB", self.read(5))
        if codec != PLAIN:
            raise ValueError(f"a frame has codec {codec}, agreed was {PLAIN}")
        return xml.fromstring(self.read(length - 1))

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the daemon ended the conversation")
            data += more
        return data

    def ask(self, body):
        """The body of the answer. Events that come before it wait for events()."""
        self.requests += 1
        self.say(f'<request id="{self.requests}">{body}</request>')
        while True:
            word = self.hear()
            if word.tag == "event":
                self.waiting.append(word[0])
            elif word.tag == "refused" or word.get("status") == "error":
                raise Refused(word.attrib)
            elif word.get("id") == str(self.requests):
                return word[0]

    def events(self):
        """What happens from the subscription on, without end."""
        while True:
            yield self.waiting.pop(0) if self.waiting else self.hear()[0]


def main(path, request, count=0):
    try:
        daemon = Daemon(path)
        print(xml.tostring(daemon.ask(request), encoding="unicode"))
        for _, event in zip(range(int(count)), daemon.events()):
            print(xml.tostring(event, encoding="unicode"), flush=True)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as failure:
        print(failure, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
