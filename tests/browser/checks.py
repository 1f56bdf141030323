"""What a page must be once it stands in a browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Notes each stop of a walk by keyboard: what it is, whether it can be seen, whether its focus shows.
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
}"""
# Every element that a person walking by keyboard should meet; one radio of a group stands for all.
REACHABLE = """() => {
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


def accessibility_faults(page: Page, *, only_contrast: bool = False) -> list[str]:
    """Return axe's violations, one line each."""
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
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
    page.evaluate(WATCH_FOCUS)
    expected = page.evaluate(REACHABLE)
    stops = walk(page, expected)
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
        for _ in range(more := 5 if presses else expected + 1):
            page.keyboard.press("Tab")
        presses += more
        noted = page.evaluate("() => window.stops")
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
