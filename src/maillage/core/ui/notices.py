"""Where the sentences said once (« saved », « sent ») wait: in a cookie, as long as it can hold them."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    """A cookie that bears the prefix of the house's cookies; without it, another host could plant one."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class NoticeStorage(FallbackStorage):
    """The cookie first; what does not fit there waits in the session."""

    storage_classes = (NoticeCookie, SessionStorage)
