/** The field in which a label is typed: a list of those that fit, and the text itself as a new one. */
import { find } from "./data.js";
import { colorOf, matching } from "./labels.js";

const MOST_OPTIONS = 50;
const input = find("label-input");
const list = find("options");
let options = [];
let active = 0;

/** @param choose takes the label that was chosen */
export function startLabelField(choose) {
  const take = (option) => {
    close();
    input.blur();
    choose(option.label);
  };
  input.addEventListener("input", () => open(take));
  input.addEventListener("focus", () => open(take));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.blur();
    else if (event.key === "Enter") {
      if (options[active] !== undefined) take(options[active]);
    } else if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else return;
    event.preventDefault();
  });
}

function open(take) {
  const text = input.value.trim().normalize();
  const found = matching(text);
  options = found.slice(0, MOST_OPTIONS).map((label) => ({ label, isNew: false }));
  if (text !== "" && !found.includes(text)) options.push({ label: text, isNew: true });
  list.replaceChildren(
    ...options.map((option, i) => {
      const item = document.createElement("div");
      item.id = `option-${i}`;
      item.setAttribute("role", "option");
      const dot = document.createElement("i");
      dot.className = "dot";
      dot.style.background = option.isNew ? "transparent" : colorOf(option.label);
      item.append(dot, option.isNew ? `New label “${option.label}”` : option.label);
      // Before the field loses the focus.
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(option);
      });
      return item;
    }),
  );
  list.hidden = options.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  mark(0);
}

function mark(place) {
  if (options.length === 0) return;
  active = (place + options.length) % options.length;
  for (const [i, item] of [...list.children].entries()) {
    item.setAttribute("aria-selected", String(i === active));
    if (i === active) item.scrollIntoView({ block: "nearest" });
  }
  input.setAttribute("aria-activedescendant", `option-${active}`);
}

function close() {
  input.value = "";
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
