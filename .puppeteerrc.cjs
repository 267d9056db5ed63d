// The registry carries no browser builds: the tests bring their own Chromium (test/browser).
module.exports = { skipDownload: true };
