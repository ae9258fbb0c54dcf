#!/usr/bin/python3
"""The peer of the ingest benchmark: MQTT into SQLite as one would write it first, with a full commit a message."""

import json
import sqlite3
import sys

import paho.mqtt.client as mqtt

port, path = int(sys.argv[1]), sys.argv[2]
database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute(
    "CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT UNIQUE, topic TEXT, body TEXT)"
)


def on_message(client, _userdata, message):
    """Writes the message, then answers."""
    event = json.loads(message.payload)
    database.execute("BEGIN IMMEDIATE")
    cursor = database.execute(
        "INSERT OR IGNORE INTO event (command, topic, body) VALUES (?, ?, ?)",
        (event["id"], message.topic, message.payload.decode()),
    )
    database.execute("COMMIT")
    answer = json.dumps({"command": event["id"], "position": cursor.lastrowid})
    client.publish(message.topic.replace("/command", "/receipt"), answer, qos=1)


def on_subscribe(*_):
    """Says that it listens."""
    print("ready", flush=True)


try:
    client = mqtt.Client(client_id="peer-bridge")
except TypeError:
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id="peer-bridge")
client.max_inflight_messages_set(200)
client.on_message = on_message
client.on_subscribe = on_subscribe
client.connect("127.0.0.1", port)
client.subscribe("baylight/v1/+/station/+/command", qos=1)
client.loop_forever()
