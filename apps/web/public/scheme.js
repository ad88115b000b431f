// Sets light or dark before the first paint, so that the page never flashes in the wrong one.
(function () {
  var wanted = null;
  try {
    wanted = localStorage.getItem('passbook-scheme');
  } catch (_blocked) {
    wanted = 'auto';
  }
  var dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
