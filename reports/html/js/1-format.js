// How numbers and dates are printed. The same rules as the page's text: thin spaces, a true minus, decimals by column.

const THIN = "\u202f", MINUS = "\u2212";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function number(v, digits) {
  if (v === null || v === undefined || Number.isNaN(v)) return "";
  const [whole, frac] = Math.abs(v).toFixed(digits).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, THIN) + (frac ? "." + frac : "");
  return v < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

// tick prints a value of an axis with no more decimals than it needs.
function tick(v) {
  let digits = 0;
  while (digits < 8 && Math.abs(v * 10 ** digits - Math.round(v * 10 ** digits)) > 1e-6 * Math.max(1, Math.abs(v * 10 ** digits))) digits++;
  return number(v, digits);
}

function withUnit(text, unit) { return text && unit ? text + THIN + unit : text; }

// moment reads a date of the page, 2025, 2025-01, 2025-01-31 or 2025-01-31T18:00, as milliseconds of the page's own clock.
function moment(text) { return Date.parse(text.length <= 10 ? text : text + "Z"); }

// date prints milliseconds of the page's own clock as finely as the stops are.
function date(ms, form) {
  const d = new Date(ms), day = d.getUTCDate(), month = MONTHS[d.getUTCMonth()], year = d.getUTCFullYear();
  if (form === "year") return String(year);
  if (form === "month") return `${month} ${year}`;
  const hour = String(d.getUTCHours()).padStart(2, "0") + ":" + String(d.getUTCMinutes()).padStart(2, "0");
  return `${day} ${month} ${year}` + (form === "hour" ? ` ${hour}` : "");
}

// dateTick prints a tick of a time axis: the year where one begins, else the month, else the day.
function dateTick(ms) {
  const d = new Date(ms);
  if (d.getUTCHours() + d.getUTCMinutes() > 0) return String(d.getUTCHours()).padStart(2, "0") + ":" + String(d.getUTCMinutes()).padStart(2, "0");
  if (d.getUTCDate() !== 1) return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
  return d.getUTCMonth() === 0 ? String(d.getUTCFullYear()) : MONTHS[d.getUTCMonth()];
}

// stopName prints a name of a category axis; months and days of the form 2025-01 and 2025-01-31 are read as dates.
function stopName(text, form) { return form === "month" || form === "day" ? date(moment(text), form) : text; }

// el makes an element whose text is text, never markup.
function el(tag, className, text) {
  const out = document.createElement(tag);
  if (className) out.className = className;
  if (text !== undefined) out.textContent = text;
  return out;
}

function readJSON(element) { return JSON.parse(element.textContent); }
