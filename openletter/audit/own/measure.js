// Measures what a browser made of a page; `openletter.audit.own.browser` judges it.
(() => {
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  // Any colour that CSS can say as [red, green, blue, alpha], alpha from 0 to 1.
  const colour = (value) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = value;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (front, back, alpha) => front.slice(0, 3).map((part, i) => part * alpha + back[i] * (1 - alpha));
  const ancestors = (element) => {
    const found = [];
    for (let one = element; one; one = one.parentElement) found.unshift(one);
    return found;
  };
  const behind = (element, paper) =>
    ancestors(element).reduce((back, one) => {
      const front = colour(getComputedStyle(one).backgroundColor);
      return over(front, back, front[3]);
    }, paper);
  const opacity = (element) => ancestors(element).reduce((sum, one) => sum * getComputedStyle(one).opacity, 1);
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
  };
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !parent.closest("script, style")) found.push(walker.currentNode);
    }
    return found;
  };
  const named = (node) => node.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
  const paper = (scheme) => (scheme === "dark" ? [18, 18, 18] : [255, 255, 255]);

  window.measure = {
    // Texts whose contrast is too low (WCAG 2.2, 1.4.3). In print, paper is white and backgrounds are left out.
    contrast(scheme, print) {
      const found = [];
      for (const node of texts(document.body)) {
        const style = getComputedStyle(node.parentElement);
        if (!boxes(node).length) continue;
        const back = print ? [255, 255, 255] : behind(node.parentElement, paper(scheme));
        const ink = colour(style.color);
        const seen = over(ink, back, ink[3] * opacity(node.parentElement));
        const size = parseFloat(style.fontSize);
        const need = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        const ratio = contrast(seen, back);
        if (ratio < need - 0.005) found.push([named(node), Math.round(ratio * 100) / 100, need]);
      }
      return found;
    },
    // Texts of the page that are not to be seen anywhere.
    unseen(root, besides) {
      return texts(document.querySelector(root)).filter((node) => {
        const parent = node.parentElement;
        if (besides && parent.closest(besides)) return false;
        const style = getComputedStyle(parent);
        if (style.visibility !== "visible" || parseFloat(style.fontSize) < 6 || opacity(parent) < 0.1) return true;
        const shown = boxes(node);
        return !shown.length || shown.every((box) => box.right + scrollX <= 0 || box.bottom + scrollY <= 0);
      }).map(named);
    },
    // What stands out of the window at its sides, or is cut off.
    lost() {
      const width = document.documentElement.clientWidth;
      const found = [];
      if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} px wide`);
      for (const node of texts(document.body)) {
        if (node.parentElement.closest(".scroll, .skip")) continue;
        if (boxes(node).some((box) => box.left < -0.5 || box.right > width + 0.5)) found.push(named(node));
      }
      for (const one of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(one);
        const cut = (side) => ["hidden", "clip"].includes(style[`overflow${side}`]);
        if ((cut("X") && one.scrollWidth > one.clientWidth + 1) || (cut("Y") && one.scrollHeight > one.clientHeight + 1))
          found.push(named(one));
        const own = one.getBoundingClientRect();
        if (style.height !== "auto" && style.display !== "inline" && one.scrollHeight > own.height + 4 && own.height > 0 && !["IMG", "MAIN"].includes(one.tagName) && style.overflowY === "visible" && one.children.length === 0)
          found.push(named(one));
      }
      return found;
    },
    // Blocks of the letter that stand above the block before them.
    disorder() {
      const blocks = [...document.querySelectorAll("main p, main h1, main h2, main h3, main h4, main h5, main h6, main li, main pre, main tr")];
      const shown = blocks.filter((one) => one.getClientRects().length);
      return shown.filter((one, i) => i && one.getBoundingClientRect().top < shown[i - 1].getBoundingClientRect().top - 1).map(named);
    },
    // What moves although the reader asked for less motion (WCAG 2.2, 2.3.3).
    motion() {
      const found = document.getAnimations().map((one) => `an animation of ${one.effect?.target?.tagName}`);
      for (const one of document.querySelectorAll("*")) {
        const style = getComputedStyle(one);
        if (style.scrollBehavior === "smooth") found.push(`smooth scrolling of ${one.tagName}`);
        if (style.transitionDuration.split(",").some((time) => parseFloat(time) > 0)) found.push(`a transition of ${one.tagName}`);
      }
      return found;
    },
    focusable() {
      const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
      window.measured = all.filter((one) => one.getClientRects().length && getComputedStyle(one).visibility === "visible");
      return window.measured.length;
    },
    // Where the focus is: its number among the focusable (-1: nowhere), its name, and how its ring is seen.
    focus(scheme) {
      const one = document.activeElement;
      if (!one || one === document.body || one === document.documentElement) return { at: -1 };
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const back = behind(one.parentElement, paper(scheme));
      const ring = colour(style.outlineColor);
      const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
      return {
        at: window.measured ? window.measured.indexOf(one) : -1,
        name: named(one) || one.getAttribute("aria-label"),
        id: one.id,
        ring: width >= 2 ? Math.round(contrast(over(ring, back, ring[3]), back) * 100) / 100 : 0,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
      };
    },
    inView(id) {
      const box = document.getElementById(id)?.getBoundingClientRect();
      return Boolean(box) && box.bottom > 0 && box.top < innerHeight && box.height > 0;
    },
  };
})();
