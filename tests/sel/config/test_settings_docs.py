from sel.config import docs
from sel.config.settings import TABLE


def test_the_page_is_what_the_table_says() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), "run `make docs`"


def test_every_setting_is_on_the_page() -> None:
    page = docs.page()
    for entry in TABLE.values():
        assert f"`{entry.key}`" in page
        assert f"`{entry.env}`" in page
