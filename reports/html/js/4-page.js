// The page: audience and theme live in the address's fragment, as #investor/dark/money; the last part is an anchor.

const root = document.documentElement;
const settings = readJSON(document.getElementById("settings")); // palettes, audiences with their order of sections

function readFragment() {
  const out = { audience: null, theme: null, anchor: "" };
  for (const part of decodeURIComponent(location.hash.slice(1)).split("/")) {
    if (settings.audiences.some(a => a.id === part)) out.audience = part;
    else if (part === "light" || part === "dark") out.theme = part;
    else if (part) out.anchor = part;
  }
  return out;
}

function writeFragment(anchor) {
  const parts = [];
  if (root.dataset.audience !== settings.audiences[0].id) parts.push(root.dataset.audience);
  if (root.dataset.theme !== preferred()) parts.push(root.dataset.theme);
  if (anchor) parts.push(anchor);
  history.replaceState(null, "", parts.length ? "#" + parts.join("/") : location.pathname + location.search);
}

function preferred() { return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"; }

function setTheme(name) {
  if (root.dataset.theme === name && palette.ground) return;
  root.dataset.theme = name;
  const button = document.querySelector("[data-do=theme]");
  button.setAttribute("aria-label", name === "dark" ? "light colours" : "dark colours");
  button.setAttribute("aria-pressed", String(name === "dark"));
  restyle(settings.palettes);
}

// setAudience shows an audience's answer, figures and glossary, and puts sections and contents in its order.
function setAudience(id) {
  const audience = settings.audiences.find(a => a.id === id) ?? settings.audiences[0];
  root.dataset.audience = audience.id;
  for (const button of document.querySelectorAll("[data-audience-button]")) {
    button.setAttribute("aria-pressed", String(button.dataset.audienceButton === audience.id));
  }
  const main = document.getElementById("sections"), list = document.getElementById("contents-list");
  for (const section of audience.order) {
    main.append(document.getElementById(section));
    list.append(list.querySelector(`[data-entry="${section}"]`));
  }
  count();
}

function goTo(anchor) {
  const target = document.getElementById(anchor);
  if (!target) return;
  for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  target.scrollIntoView({ block: "start" });
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

document.addEventListener("click", event => {
  const target = event.target.closest("[data-do], a[href^='#'], [data-audience-button]");
  if (!target) return;
  if (target.matches("a")) {
    event.preventDefault();
    const anchor = decodeURIComponent(target.getAttribute("href").slice(1));
    writeFragment(anchor);
    goTo(anchor);
    return;
  }
  if (target.dataset.audienceButton) {
    setAudience(target.dataset.audienceButton);
    writeFragment(readFragment().anchor);
    return;
  }
  const { do: action, id, column } = target.dataset;
  if (action === "theme") { setTheme(root.dataset.theme === "dark" ? "light" : "dark"); writeFragment(readFragment().anchor); }
  if (action === "print") window.print();
  if (action === "csv") download(id);
  if (action === "copy") copy(id, target);
  if (action === "sort") sortBy(id, +column, target);
  if (action === "sort-rows") sortRows(target);
});
document.addEventListener("input", event => { if (event.target.dataset.filter) filterRows(event.target); });
window.addEventListener("hashchange", apply);

// Paper is light, as wide as a printed page, and has every chart on it.
let before = null;
window.addEventListener("beforeprint", () => {
  before = root.dataset.theme;
  root.classList.add("paper");
  setTheme("light");
  for (const d of drawings.values()) toPaper(d);
});
window.addEventListener("afterprint", () => {
  root.classList.remove("paper");
  setTheme(before ?? root.dataset.theme);
  for (const d of drawings.values()) if (d.heat) d.box.style.removeProperty("--shrink"); else redraw(d);
});

// here marks the section that is being read in the list of contents.
const here = new IntersectionObserver(entries => {
  for (const e of entries) {
    const entry = document.querySelector(`[data-entry="${e.target.id}"] a`);
    if (!entry) continue;
    if (e.isIntersecting) entry.setAttribute("aria-current", "true"); else entry.removeAttribute("aria-current");
  }
}, { rootMargin: "-15% 0px -75% 0px" });

function apply() {
  const wanted = readFragment();
  setTheme(wanted.theme ?? preferred());
  setAudience(wanted.audience);
  if (wanted.anchor) requestAnimationFrame(() => goTo(wanted.anchor));
}

const contents = document.querySelector(".contents details"), wide = matchMedia("(min-width: 1081px)");
wide.addEventListener("change", () => { contents.open = wide.matches; });
contents.open = wide.matches;

root.classList.add("live");
palette = settings.palettes[root.dataset.theme] ?? settings.palettes.light;
setupCharts(settings.palettes);
apply();
for (const section of document.querySelectorAll("section[id]")) here.observe(section);

// What tests ask: draw everything now, and read a chart back.
window.hashwatt = { drawAll, chart: id => drawings.get(id)?.chart, formatters: [...FORMATTERS.keys()] };
