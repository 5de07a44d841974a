/** Elements and rows. Texts are set as text, never as markup, because they may be untrusted. */

export const byId = id => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children);
  return element;
}

/** Replaces characters that control a display, such as those that reverse a text; keeps line ends and tabs. */
export const printable = value => value.replace(/[^\P{C}\r\n\t]|[\u2028\u2029]/gu, '\ufffd');

export function text(element, value) {
  const now = String(value);
  if (element.textContent !== now) {
    element.textContent = now;
  }
}

export function level(element, value) {
  if (element.dataset.level !== value) {
    element.dataset.level = value;
  }
}

/**
 * Keeps a table's rows by key, so that the focus stays in place. The order is unchanged while a
 * button in the table has the focus.
 *
 * @param create makes a row of an item: {row, update(item)}
 */
export class Rows {
  #rows = new Map();

  constructor(body, key, create) {
    this.body = body;
    this.key = key;
    this.create = create;
  }

  show(items) {
    const keys = new Set(items.map(this.key));
    for (const [key, made] of this.#rows) {
      if (!keys.has(key)) {
        made.row.remove();
        this.#rows.delete(key);
      }
    }
    const mayMove = !this.body.contains(document.activeElement);
    items.forEach((item, i) => {
      const key = this.key(item);
      let made = this.#rows.get(key);
      if (!made) {
        made = this.create(item);
        this.#rows.set(key, made);
        this.body.append(made.row);
      }
      made.update(item);
      if (mayMove && this.body.children[i] !== made.row) {
        this.body.insertBefore(made.row, this.body.children[i]);
      }
    });
  }
}

/** Cells of a row, each with its column's name for narrow screens: [label, class, content]. */
export function cells(specification) {
  return specification.map(([label, type, ...content]) =>
    el('td', {'data-label': label, class: type || undefined}, ...content));
}
