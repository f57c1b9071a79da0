// Node before 24 does not know proxies: this leads what a program asks over
// HTTPS to the proxy of HTTPS_PROXY, as curl and git go there by themselves.
const https = require('https'), net = require('net'), tls = require('tls');

const proxy = new URL(process.env.HTTPS_PROXY);
https.globalAgent.createConnection = (options, done) => {
  const socket = net.connect(Number(proxy.port), proxy.hostname);
  let answer = '';
  socket.once('error', done);
  socket.once('connect', () => socket.write(`CONNECT ${options.host}:${options.port || 443} HTTP/1.1\r\nHost: ${options.host}\r\n\r\n`));
  socket.on('data', function read(some) {
    answer += some.toString('latin1');
    if (!answer.includes('\r\n\r\n')) return;
    socket.off('data', read);
    socket.off('error', done);
    if (!/^HTTP\/1\.. 200/.test(answer)) return done(new Error(`the proxy says ${answer.split('\r\n')[0]}`));
    done(null, tls.connect({ ...options, socket, servername: options.servername || options.host }));
  });
};

// craft 2 asks by fetch, which has no agent to lead elsewhere.
globalThis.fetch = function fetch(input, options = {}) {
  const target = new URL(input.url || input), headers = Object.fromEntries(new Headers(options.headers));
  return new Promise((resolve, reject) => {
    const request = https.request(target, { method: options.method || 'GET', headers }, answer => {
      const chunks = [];
      answer.on('error', reject).on('data', some => chunks.push(some)).on('end', () => {
        const { statusCode: status, headers: { location, ...rest } } = answer;
        if (status > 300 && status < 400 && location && options.redirect !== 'manual') {
          const { authorization, ...open } = headers; // not for another host
          return resolve(fetch(new URL(location, target), { ...options, headers: open }));
        }
        const empty = status === 204 || status === 304;
        const response = new Response(empty ? null : Buffer.concat(chunks), { status, headers: rest });
        resolve(Object.defineProperty(response, 'url', { value: target.href }));
      });
    });
    request.on('error', reject).end(options.body);
  });
};
