// Evaluated in the page: each text that is seen, with the contrast to what is behind it.
(() => {
  const channels = (color) => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    const rgb = color.startsWith('color(') ? numbers.slice(0, 3).map((part) => part * 255) : numbers.slice(0, 3);
    return { rgb, alpha: numbers[3] ?? 1 };
  };
  const luminance = ({ rgb }) => {
    const [r, g, b] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(one);
      const painted = backgroundImage.match(/(rgba?|color)\([^()]*\)/g);
      if (painted) return painted.map(channels);
      if (channels(backgroundColor).alpha === 1) return [channels(backgroundColor)];
    }
    return [channels('rgb(255, 255, 255)')];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    const isSeen = parentElement.checkVisibility({ visibilityProperty: true });
    if (data.trim() === '' || !isSeen || parentElement.closest('.visually-hidden, .skip, noscript')) continue;
    const color = channels(getComputedStyle(parentElement).color);
    found.push({ text: data.trim(), ratio: Math.min(...behind(parentElement).map((one) => contrast(color, one))) });
  }
  return found;
})();
