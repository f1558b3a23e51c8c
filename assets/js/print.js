// The print button of a paper page.
export default function print(button) {
  button.addEventListener("click", () => window.print());
}
