"""Areas: seen within the subtree, changed by administrators, drawn from files nobody trusts."""

import json
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse

from jobs.refresh_areas import AreaRefresher
from models.area import AreaTree
from models.people import Role, StaffMember
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import services_on
from tests.support.street import LIGHT

PATH = "/console/areas"
SQUARE = [[117.0, 31.0], [117.1, 31.0], [117.1, 31.1], [117.0, 31.0]]


def feature(named: Any, ring: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"properties": named, "geometry": {"type": kind, "coordinates": [ring]}}


def file_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


async def upload(visitor: Visitor, path: str, content: bytes) -> HTTPResponse:
    """Paste a file."""
    return await visitor.post(path, deed="draw", shapes=content.decode())


def test_each_sees_their_part_of_the_tree(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("wu", "fang", "li"):
            assert (await (await at.sign_in(name)).get(PATH)).code == 403
        zhou = await at.sign_in("zhou")
        page = text_of(await zhou.get(PATH))
        assert "第一网格" in page
        assert "添一个片区" not in page
        for other in ("tingtao", "wanhe", "nowhere"):
            assert (await zhou.get(f"{PATH}/{other}")).code == 404
        assert "听涛社区" in text_of(await (await at.sign_in("sun")).get(PATH))
        assert "合肥市" in text_of(await (await at.sign_in("admin")).get(PATH))

    play(store_uri, story)


def test_a_grid_shows_who_works_there_and_what_is_open_on_the_map_and_in_the_list(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        page = text_of(await (await at.sign_in("zhou")).get(PATH))
        assert "吴网格员" in page
        assert 'aria-label="第一网格，没办完 1 件"' in page
        assert 'aria-label="第二网格，没办完 0 件"' in page
        assert page.count("<polygon") == 2

    play(store_uri, story)


def test_only_administrators_change_areas_and_only_theirs(store_uri: str) -> None:
    async def story(at: Console) -> None:
        staff = at.street.services.store.staff
        wanted: dict[str, Any] = {"name": "新网格", "level": "grid", "phone": ""}
        for name in ("zhou", "sun"):
            visitor = await at.sign_in(name)
            for deed in ("add", "change", "remove"):
                answer = await visitor.post(f"{PATH}/feicui-1", deed=deed, **wanted)
                assert answer.code == 404, (name, deed)
            assert (await upload(visitor, f"{PATH}/feicui", file_of())).code == 404
        path = ("hefei", "shushan", "wanhe", "feicui")
        await staff.put(StaffMember("desk:tong", "童", Role.ADMINISTRATOR, path))
        tong = await at.sign_in("tong")
        for deed in ("add", "change", "remove"):
            for other in ("tingtao", "wanhe"):
                assert (await tong.post(f"{PATH}/{other}", deed=deed, **wanted)).code == 404
        assert (await tong.post(PATH, deed="add", name="新市", level="city")).code == 404
        assert (await tong.post(f"{PATH}/feicui", deed="add", **wanted)).code == 303
        assert (await tong.post(f"{PATH}/feicui", deed="remove")).code == 422

    play(store_uri, story)


def test_areas_are_added_renamed_and_deleted_when_nothing_lies_in_them(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, tree = await at.sign_in("admin"), at.street.services.areas
        wanted: dict[str, Any] = {
            "deed": "add",
            "name": "第三网格",
            "level": "grid",
            "id": "feicui-3",
        }
        assert (await admin.post(f"{PATH}/feicui", **wanted)).code == 303
        added = tree.get("feicui-3")
        assert added
        assert added.path == ("hefei", "shushan", "wanhe", "feicui", "feicui-3")
        changed: dict[str, Any] = {"deed": "change", "name": "滨湖网格", "phone": "0551-12345678"}
        assert (await admin.post(f"{PATH}/feicui-3", **changed)).code == 303
        assert "滨湖网格" in text_of(await admin.get(f"{PATH}/feicui"))
        for used in ("feicui", "feicui-1", "wanhe"):
            refused = await admin.post(f"{PATH}/{used}", deed="remove")
            assert refused.code == 422
            assert "不能删" in text_of(refused)
        assert (await admin.post(f"{PATH}/feicui-3", deed="remove")).code == 303
        assert tree.get("feicui-3") is None
        deeds = [each.deed for each in await at.street.services.store.audit.latest(limit=3)]
        assert deeds == ["remove_area", "change_area", "add_area"]

    play(store_uri, story)


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "<script>alert(1)</script>"},
        {"name": "第一网格"},
        {"level": "community"},
        {"level": "moon"},
        {"id": "feicui"},
        {"id": "../etc"},
        {"id": "大写"},
    ],
)
def test_what_cannot_be_is_said_and_adds_nothing(store_uri: str, bad: dict[str, str]) -> None:
    async def story(at: Console) -> None:
        admin, tree = await at.sign_in("admin"), at.street.services.areas
        before = len(tree)
        good: dict[str, Any] = {"deed": "add", "name": "第三网格", "level": "grid", "id": ""}
        assert (await admin.post(f"{PATH}/feicui", **good | bad)).code == 422
        assert len(tree) == before

    play(store_uri, story)


def test_another_process_has_the_change_at_its_next_look(store_uri: str) -> None:
    async def story(at: Console) -> None:
        store = at.street.services.store
        other = await services_on(store, at.street.clock)
        refresher = AreaRefresher(other)
        await refresher.look()
        admin = await at.sign_in("admin")
        await admin.post(f"{PATH}/feicui", deed="add", name="第三网格", level="grid", id="feicui-3")
        assert isinstance(other.areas, AreaTree)
        assert other.areas.get("feicui-3") is None
        await refresher.look()
        assert other.areas.get("feicui-3")

    play(store_uri, story)


def test_outlines_come_from_a_file_all_or_none(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, tree = await at.sign_in("admin"), at.street.services.areas
        good = file_of(feature({"id": "feicui-1"}, SQUARE), feature({"name": "第二网格"}, SQUARE))
        half = file_of(feature({"id": "feicui-1"}, SQUARE), feature({"name": "没有的"}, SQUARE))
        before = tree.get("feicui-1")
        assert (await upload(admin, f"{PATH}/feicui", half)).code == 422
        assert tree.get("feicui-1") == before
        assert (await upload(admin, f"{PATH}/feicui", good)).code == 303
        drawn = tree.get("feicui-1")
        assert drawn
        assert drawn.shape == ((117.0, 31.0), (117.1, 31.0), (117.1, 31.1))

    play(store_uri, story)


BOMBS = {
    "nothing": b"",
    "no JSON": b"<svg/>",
    "deep": b"[" * 100_000,
    "large": b" " * 600_000,
    "a list": b"[]",
    "no features": file_of(),
    "features of nothing": file_of(None, 1, "x"),
    "too many": file_of(*[feature({"id": f"a{n}"}, SQUARE) for n in range(201)]),
    "too many points": file_of(feature({"id": "feicui-1"}, [[117.0, 31.0]] * 501)),
    "a line": file_of(feature({"id": "feicui-1"}, SQUARE[:2])),
    "another kind": file_of(feature({"id": "feicui-1"}, SQUARE, "Point")),
    "no name": file_of(feature({}, SQUARE)),
    "a number as a name": file_of(feature({"id": 7}, SQUARE)),
    "not on earth": file_of(feature({"id": "feicui-1"}, [[31, 117], [32, 118], [33, 119]])),
    "infinite": b'{"features":[{"properties":{"id":"feicui-1"},"geometry":{"type":"Polygon",'
    b'"coordinates":[[[1e999,0],[1,1],[2,2]]]}}]}',
    "words": file_of(feature({"id": "feicui-1"}, [["a", "b"], [1, 2], [3, 4]])),
    "twice": file_of(feature({"id": "feicui-1"}, SQUARE), feature({"id": "feicui-1"}, SQUARE)),
    "somewhere else": file_of(feature({"id": "tingtao-1"}, SQUARE)),
}


def test_no_file_is_a_bomb(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, tree = await at.sign_in("admin"), at.street.services.areas
        before = list(tree)
        for name, content in BOMBS.items():
            answer = await upload(admin, f"{PATH}/feicui", content)
            assert answer.code == 422, name
        assert list(tree) == before

    play(store_uri, story)
