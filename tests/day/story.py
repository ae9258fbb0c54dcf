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
        if name == "parts-changed":
            name = "parts-" + event["change"]["parts"]
        if name == "stock-changed":
            name = "stock-" + event["change"]["stock"]
        if name == "quality-changed":
            change = event["change"]
            name = change["change"] + ("-" + change["check"] if "check" in change else "")
        if name == "car-moved":
            name = event["step"]
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


def orders_of_now(orders, count, advisor, operation=None):
    """Writes orders of one job each out of a file as if they came just now, promised for eight hours later and more;
    only those of an operation, if one is named."""
    with open(orders, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    jobs = collections.Counter(row["作业工单号"] for row in rows)
    single = [row for row in rows if jobs[row["作业工单号"]] == 1]
    single = [row for row in single if operation in (None, row["项目编号"])]
    # The workshop's clock, wherever this runs.
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    writer = csv.DictWriter(sys.stdout, rows[0].keys())
    writer.writeheader()
    for place, row in enumerate(single[: int(count)]):
        promised = now + datetime.timedelta(hours=8, minutes=30 * place)
        row["进厂时间"] = f"{now:%Y-%m-%d %H:%M}"
        row["预计完工"] = f"{promised:%Y-%m-%d %H:%M}"
        row["接车人"] = advisor
        writer.writerow(row)


match sys.argv[1:]:
    case ["count", kind, person]:
        count(kind, person)
    case ["agree", order, first, second, job, stage, *people]:
        agree(order, [first, second], job, stage, people)
    case ["first"]:
        print(json.load(sys.stdin)["data"]["model"]["jobs"][0]["job"])
    case ["once"]:
        once()
    case ["orders-of-now", orders, count, advisor, *operation]:
        orders_of_now(orders, count, advisor, *operation)
    case other:
        sys.exit(f"what is {other}?")
