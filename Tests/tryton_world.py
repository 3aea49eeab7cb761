"""A shop's Tryton, for the tests of the connector: makes its database, and does what people do in it.

    python Tests/tryton_world.py setup FOLDER PORT    a database with a company, a supplier, 100 pieces of A1; prints how to serve it
    python Tests/tryton_world.py sell FOLDER 30       a customer's shipment
    python Tests/tryton_world.py receive FOLDER       confirms the purchase drafts, and receives what they order
    python Tests/tryton_world.py quantity FOLDER      prints what is in the warehouse
"""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

what, folder = sys.argv[1], Path(sys.argv[2]).resolve()
settings = folder / "trytond.conf"


def connect():
    from proteus import Model, config

    connection = config.set_trytond("sqlite:///shop", user="admin", config_file=str(settings))
    connection._context = Model.get("res.user").get_preferences(True, {})
    return Model


def places(model):
    location = model.get("stock.location")
    return {code: location.find([("code", "=", code)])[0] for code in ["WH", "STO", "SUP", "CUS"]}


def setup():
    port = sys.argv[3]
    settings.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"
        "[session]\nauthentications = password\n"
    )
    (folder / "shop.sqlite").touch()
    password = folder / "password"
    password.write_text("invented1234\n")
    admin = [str(Path(sys.executable).with_name("trytond-admin")), "-c", str(settings), "-d", "shop"]
    environment = {**os.environ, "TRYTONPASSFILE": str(password)}
    for more in [["--all", "--email", "admin@example.com"], ["-u", "stock", "purchase", "--activate-dependencies"]]:
        subprocess.run(admin + more, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    model = connect()
    currency = model.get("currency.currency")(name="Yuan", symbol="Y", code="CNY")
    currency.save()
    party = model.get("party.party")
    shop, supplier = party(name="Shop"), party(name="Supplier")
    shop.save()
    supplier.save()
    company = model.get("company.company")(party=shop, currency=currency)
    company.save()
    user = model.get("res.user")(1)
    user.companies.append(company)
    user.company = company
    user.save()
    model = connect()
    unit = model.get("product.uom").find([("name", "=", "Unit")])[0]
    template = model.get("product.template")(
        name="Cup", default_uom=unit, type="goods", list_price=Decimal("59"), purchasable=True, purchase_uom=unit
    )
    template.products[0].suffix_code = "A1"
    line = template.product_suppliers.new()
    line.party = supplier
    template.save()
    inventory = model.get("stock.inventory")(location=places(model)["STO"])
    row = inventory.lines.new()
    row.product, row.quantity = template.products[0], 100
    inventory.save()
    inventory.click("confirm")
    print(Path(sys.executable).with_name("trytond"), "-c", settings, "-d", "shop")


def sell():
    model = connect()
    place = places(model)
    party = model.get("party.party")(name="Buyer")
    party.addresses.new()
    party.save()
    shipment = model.get("stock.shipment.out")(customer=party)
    move = shipment.outgoing_moves.new()
    move.from_location = model.get("stock.location").find([("code", "=", "OUT")])[0]
    move.to_location = place["CUS"]
    move.product = model.get("product.product").find([("code", "=", "A1")])[0]
    move.quantity = float(sys.argv[3])
    move.unit_price = Decimal("59")
    move.currency = model.get("currency.currency").find([])[0]
    shipment.save()
    for step in ["wait", "assign_force", "pick", "pack", "do"]:
        shipment.click(step)


def receive():
    model = connect()
    purchases = model.get("purchase.purchase").find([("state", "=", "draft")])
    for purchase in purchases:
        purchase.invoice_method = "manual"
        purchase.party.addresses or purchase.party.addresses.new()
        purchase.party.save()
        purchase.invoice_address = purchase.party.addresses[0]
        for line in purchase.lines:
            line.unit_price = Decimal("10")
        purchase.save()
        for step in ["quote", "confirm", "process"]:
            if purchase.state != "processing":
                purchase.click(step)
        shipment = model.get("stock.shipment.in")(supplier=purchase.party)
        for move in purchase.moves:
            shipment.incoming_moves.append(model.get("stock.move")(move.id))
        shipment.save()
        shipment.click("receive")
        shipment.click("do")
    print(len(purchases))


def quantity():
    model = connect()
    place = places(model)
    with model.get("product.product")._config.set_context({"locations": [place["WH"].id]}):
        print(int(model.get("product.product").find([("code", "=", "A1")])[0].quantity))


{"setup": setup, "sell": sell, "receive": receive, "quantity": quantity}[what]()
