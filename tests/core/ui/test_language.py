"""The interface speaks French unless the person chose English."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_browser_that_asks_for_english_still_reads_french() -> None:
    response = Client().get("/", headers={"accept-language": "en-GB,en;q=0.9"})

    assert response.headers["Content-Language"] == "fr"
    assert "Se connecter" in response.text


def test_choosing_english_is_remembered_and_comes_back_to_the_same_page() -> None:
    client = Client()

    chosen = client.get("/langue/en/?retour=/page/vos-donnees/")

    assert chosen.headers["Location"] == "/page/vos-donnees/"
    assert "Sign in" in client.get("/").text


def test_a_forged_way_back_leads_home() -> None:
    for forged in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert Client().get("/langue/en/", {"retour": forged}).headers["Location"] == "/"


def test_an_unknown_language_does_not_exist() -> None:
    assert Client().get("/langue/xx/").status_code == 404


def test_a_forged_language_cookie_falls_back_to_french() -> None:
    client = Client()
    client.cookies["langue"] = "../../etc"

    assert client.get("/").headers["Content-Language"] == "fr"


@pytest.mark.parametrize("path", ["/", "/page/mentions-legales/"])
def test_a_page_without_a_form_sets_no_cookie(path: str) -> None:
    assert not Client().get(path).cookies
