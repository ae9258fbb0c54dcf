"""Reads what log, `orders show` and the board's views say, and whether they tell the same story."""

import collections
import csv
import datetime
import json
import sys


def count(kind, person):
    """Counts the events of a kind by a person."""
    total = 0
    for line in sys.stdin:
        row = json.loads(line)
        event = row["event"]
        name = event["kind"]
        if name == "clocked":
            on = event["activity"]["on"]
            name = {"job": "clocked-on", "off": "clocked-off", "idle": "went-idle"}.get(on, on)
        if name == "finding-answered":
            name = "finding-" + event["answer"]
        actor = row["actor"]
        who = actor.get("person", {}).get("id") if isinstance(actor, dict) else None
        total += name == kind and who == person
    print(total)


def agree(order, views, job, stage, people):
    """Fails unless the order and the board's views show the job in this stage with these people on it."""
    with open(order) as file:
        shown = [one for one in json.load(file)["jobs"] if one["card"]["job"] == job]
    cards = []
    for view in views:
        with open(view) as file:
            model = json.load(file)["data"]["model"]
        cards += [card for card in model["jobs"] if card["job"] == job]
    assert len(shown) == 1, f"orders show has {job} {len(shown)} times"
    assert len(cards) == 1, f"the board has {job} {len(cards)} times"
    for name, card in [("orders show", shown[0]["card"]), ("the board", cards[0])]:
        live = sorted(one["person"] for one in card["live"])
        assert card["stage"] == stage, f"{name}: {card['stage']} instead of {stage}"
        assert live == sorted(people), f"{name}: {live} instead of {sorted(people)}"


def once():
    """Fails when a command had its effect twice."""
    seen = collections.Counter()
    for line in sys.stdin:
        row = json.loads(line)
        seen[row["command"], json.dumps(row["event"], sort_keys=True)] += 1
    twice = [key for key, times in seen.items() if times > 1]
    assert not twice, f"twice in the log: {twice}"


def one_order(orders, advisor):
    """Writes the first order of a file as one that came just now and is promised for eight hours later."""
    with open(orders, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    first = [row for row in rows if row["作业工单号"] == rows[0]["作业工单号"]]
    # The workshop's clock, wherever this runs.
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    writer = csv.DictWriter(sys.stdout, rows[0].keys())
    writer.writeheader()
    for row in first:
        row["进厂时间"] = f"{now:%Y-%m-%d %H:%M}"
        row["预计完工"] = f"{now + datetime.timedelta(hours=8):%Y-%m-%d %H:%M}"
        row["接车人"] = advisor
        writer.writerow(row)


match sys.argv[1:]:
    case ["count", kind, person]:
        count(kind, person)
    case ["agree", order, first, second, job, stage, *people]:
        agree(order, [first, second], job, stage, people)
    case ["once"]:
        once()
    case ["one-order", orders, advisor]:
        one_order(orders, advisor)
    case other:
        sys.exit(f"what is {other}?")
