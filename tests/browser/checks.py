"""What a page must be once it stands in a browser."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A page is full of the same few colours, and axe converts each anew at every element: a quarter of its time.
AXE = (
    Axe().axe_script
    + """;(() => {
    const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
    colour.parseString = function (text) {
        if (!known.has(text)) known.set(text, new axe.commons.color.Color(read.call(this, text)));
        return Object.assign(this, (({r, g, b, alpha}) => ({r, g, b, alpha}))(known.get(text)));
    };
})()"""
)
# Notes each stop of a walk by keyboard: what it is, whether it can be seen, whether its focus shows. Returns
# how many elements a person walking by keyboard should meet; one radio of a group stands for all.
WATCH_FOCUS = """() => {
    // A walk begins at the head of the page, wherever the last one ended.
    const head = document.createElement('span');
    head.tabIndex = -1;
    document.body.prepend(head);
    head.focus();
    head.remove();
    window.scrollTo(0, 0);
    window.stops = [];
    window.numbers = new Map([...document.querySelectorAll('*')].map((element, number) => [element, number]));
    if (window.noteStop) window.removeEventListener('keyup', window.noteStop, {capture: true});
    window.noteStop = () => {
        const element = document.activeElement;
        if (!element || element === document.body) return window.stops.push(null);
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const text = element.textContent.trim().slice(0, 40);
        const name = element.getAttribute('aria-label') || text || element.name;
        window.stops.push({
            name: `${element.tagName.toLowerCase()} « ${name} »`,
            seen: box.width > 0 && box.height > 0,
            shown: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
            number: window.numbers.get(element),
        });
    };
    window.addEventListener('keyup', window.noteStop, {capture: true});
    const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const groups = new Set();
    return [...document.querySelectorAll(wanted)].filter(element => {
        if (element.disabled || element.type === 'hidden' || element.tabIndex < 0) return false;
        if (!element.checkVisibility({visibilityProperty: true})) return false;
        if (element.type === 'radio') {
            if (groups.has(element.name)) return false;
            groups.add(element.name);
        }
        return true;
    }).length;
}"""
STOPS = "() => window.stops"
LEAVE = "() => document.activeElement?.blur()"
STATUS = "() => performance.getEntriesByType('navigation')[0].responseStatus"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Links inside a sentence are exempt from the size of targets (WCAG 2.5.8), and what is hidden until focused.
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .btn, select, input, textarea, nav a')]
    .filter(element => element.type !== 'hidden' && element.checkVisibility())
    .map(element => ({element, target: ['checkbox', 'radio'].includes(element.type) ? element.closest('label')
        || document.querySelector(`label[for='${element.id}']`) || element : element}))
    .map(({element, target}) => [element.outerHTML.slice(0, 90), target.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && box.height < 43.5)
    .map(([html, box]) => `${html} is ${Math.round(box.height)} px high`)"""
# All that decides how a page stands: its elements, what its fields hold, what has the focus, screen, theme.
# Left out is what nobody sees: the token of forms, drawn for each answer, and the way back of a change of
# language, which repeats the address.
APPEARANCE = """() => {
    const token = field => field.name === 'csrfmiddlewaretoken';
    const fields = [...document.querySelectorAll('input, select, textarea')];
    let html = document.documentElement.outerHTML.replaceAll(/\\?retour=[^"]*"/g, '"');
    for (const field of fields.filter(token)) html = html.replaceAll(field.value, '');
    return JSON.stringify([
        html,
        fields.filter(field => !token(field)).map(field => [field.value, field.checked, field.disabled]),
        [...document.querySelectorAll('*')].indexOf(document.activeElement),
        [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches],
    ]);
}"""
SCREENS = {360: 740, 1280: 800}  # a phone and a laptop: width and height, in pixels
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
# What was found in this run, by what was looked for and on which appearance.
_found: dict[bytes, list[str]] = {}


def standing_faults(page: Page, path: str, *, in_the_dark: bool = False) -> list[str]:
    """Open an address and return all that is wrong with it on a phone, on a laptop, and there in the dark."""
    phone, *others = SCREENS.items()
    page.set_viewport_size({"width": phone[0], "height": phone[1]})
    page.goto(path)

    def look() -> list[str]:
        faults = [f"{phone[0]} px: {fault}" for fault in examine(page)]
        for width, height in others:
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"{width} px: {fault}" for fault in examine(page)]
        if in_the_dark:
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            faults += [f"dark: {fault}" for fault in accessibility_faults(page, only_contrast=True)]
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return faults

    return answer_faults(page) + once(page, f"standing, {in_the_dark}", look)


def examine(page: Page) -> list[str]:
    """Return everything that is wrong with an open page, as it stands."""
    return once(
        page,
        "examined",
        lambda: [*accessibility_faults(page), *layout_faults(page), *keyboard_faults(page)],
    )


def once(page: Page, what: str, look: Callable[[], list[str]]) -> list[str]:
    """Look at a page for something, or tell again what was found where it was the same to the last character.

    Many filters and states show one page.
    """
    key = hashlib.sha256(f"{what}: {page.evaluate(APPEARANCE)}".encode()).digest()
    if key not in _found:
        _found[key] = look()
    return list(_found[key])


def accessibility_faults(page: Page, *, only_contrast: bool = False) -> list[str]:
    """Return axe's violations, one line each."""
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate(AXE)
        # The pages that follow have it from their start, compiled once for all of them.
        page.add_init_script(AXE)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only_contrast:
        options["runOnly"] = ["color-contrast"]
    violations = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:120]}"
        for fault in violations
        for node in fault["nodes"]
    ]


def answer_faults(page: Page) -> list[str]:
    """Return what the address answered, when it did not answer with its page: a refusal stands well, too."""
    status = page.evaluate(STATUS)
    return [] if status == 200 else [f"the address answers {status}"]


def layout_faults(page: Page) -> list[str]:
    """Return what does not fit: a page wider than its screen, a target too small for a finger."""
    too_wide = page.evaluate(TOO_WIDE)
    faults = [f"the page is {too_wide} px wider than the screen"] if too_wide > 0 else []
    return faults + list(page.evaluate(SMALL_TARGETS))


def keyboard_faults(page: Page) -> list[str]:
    """Walk the page with the Tab key and return what cannot be reached, seen, or left."""
    expected = page.evaluate(WATCH_FOCUS)
    stops = walk(page, expected)
    page.evaluate(LEAVE)  # as it was found
    faults: list[str] = []
    for stop in stops:
        if not stop["seen"]:
            faults.append(f"{stop['name']} has the focus and cannot be seen")
        if not stop["shown"]:
            faults.append(f"{stop['name']} does not show that it has the focus")
    if len(stops) < expected:
        faults.append(f"the keyboard reaches {len(stops)} of {expected} controls")
    first = stops[0]["name"] if stops else None
    if first is None or "a «" not in first:
        faults.append(f"the first stop is {first}, not the link to the content")
    return faults


def walk(page: Page, expected: int) -> list[dict[str, Any]]:
    """Press Tab until the walk leaves the page or comes round; return the elements met, in order.

    The page notes its stops itself, so that they are asked for once after many presses.
    """
    presses = 0
    # A date is one control and several stops: day, month, year, calendar.
    while presses < 4 * expected + 3:
        press_tab(page, more := 5 if presses else expected + 1)
        presses += more
        noted = page.evaluate(STOPS)
        met: dict[int, dict[str, Any]] = {}
        last = None
        for stop in noted:
            if stop and stop["number"] == last:
                continue
            if stop is None or stop["number"] in met:
                return list(met.values())
            last = stop["number"]
            met[last] = stop
        if len(noted) < presses:  # the focus left the page: its keys are heard elsewhere
            break
    return list(met.values())


def press_tab(page: Page, times: int) -> None:
    """Press the Tab key many times in a row, as fast as the browser takes them.

    ``page.keyboard`` waits after each press until the page is drawn, which costs more than the press. These
    are the same keys, down and up in the same order, waited for together; the synchronous interface of
    Playwright has no word for that: hence its inner side.
    """
    devtools = page.context.new_cdp_session(page)

    async def press() -> None:
        keys = [{**TAB, "type": move} for _ in range(times) for move in ("rawKeyDown", "keyUp")]
        send = devtools._impl_obj.send
        await asyncio.gather(*(send("Input.dispatchKeyEvent", key, None) for key in keys))

    devtools._sync(press())
    devtools.detach()
