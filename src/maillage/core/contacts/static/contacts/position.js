// « Utiliser ma position »: offered where the browser can tell it, sent to this site alone, kept nowhere.
"use strict";

for (const form of document.querySelectorAll("[data-maillage-position]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  form.hidden = false;

  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = form.dataset.searching;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.longitude.value = coords.longitude.toFixed(4);
        form.elements.latitude.value = coords.latitude.toFixed(4);
        form.submit();
      },
      () => {
        button.disabled = false;
        status.textContent = form.dataset.failed;
      },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}
