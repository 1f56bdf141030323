"""What a page must be once it stands in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Says, for the element that has the focus: what it is, whether it can be seen, and whether its focus shows.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const text = element.textContent.trim().slice(0, 40);
    const name = element.getAttribute('aria-label') || text || element.name;
    return {
        name: `${element.tagName.toLowerCase()} « ${name} »`,
        seen: box.width > 0 && box.height > 0,
        shown: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        number: [...document.querySelectorAll('*')].indexOf(element),
    };
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
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only_contrast:
        options["runOnly"] = ["color-contrast"]
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:120]}"
        for fault in violations
        for node in fault["nodes"]
    ]


def layout_faults(page: Page) -> list[str]:
    """Return what does not fit: a page wider than its screen, a target too small for a finger."""
    too_wide = page.evaluate(TOO_WIDE)
    faults = [f"the page is {too_wide} px wider than the screen"] if too_wide > 0 else []
    return faults + list(page.evaluate(SMALL_TARGETS))


def keyboard_faults(page: Page) -> list[str]:
    """Walk the page with the Tab key and return what cannot be reached, seen, or left."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    expected = page.evaluate(REACHABLE)
    faults: list[str] = []
    met: set[int] = set()
    first = None
    last = None
    # A date is one control and several stops: day, month, year, calendar.
    for _ in range(4 * expected + 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused and focused["number"] == last:
            continue
        last = focused and focused["number"]
        if focused is None or focused["number"] in met:
            break
        met.add(focused["number"])
        first = first or focused["name"]
        if not focused["seen"]:
            faults.append(f"{focused['name']} has the focus and cannot be seen")
        if not focused["shown"]:
            faults.append(f"{focused['name']} does not show that it has the focus")
    if len(met) < expected:
        faults.append(f"the keyboard reaches {len(met)} of {expected} controls")
    if first is None or "a «" not in first:
        faults.append(f"the first stop is {first}, not the link to the content")
    return faults
