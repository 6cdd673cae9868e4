import { expect, test } from 'vitest';
import { streamModule } from '../../src/relays/nginx.js';

const none = (): boolean => false;
const all = (): boolean => true;

// Shortened `nginx -V`: Debian 12, Fedora 40, and a build by hand.
const debian =
  'configure arguments: --prefix=/usr/share/nginx --modules-path=/usr/lib/nginx/modules --with-stream=dynamic --with-stream_ssl_module';
const fedora =
  'configure arguments: --prefix=/usr/share/nginx --modules-path=/usr/lib64/nginx/modules --with-stream=dynamic';

test('the module is where this nginx says', () => {
  expect(streamModule(debian, all)).toEqual({ stream_module: '/usr/lib/nginx/modules/ngx_stream_module.so' });
  expect(streamModule(fedora, all)).toEqual({ stream_module: '/usr/lib64/nginx/modules/ngx_stream_module.so' });
});

test('built in is known from the words alone', () => {
  expect(streamModule('configure arguments: --with-stream --with-http_ssl_module', none)).toEqual({
    stream_module: 'builtin',
  });
  expect(streamModule('configure arguments: --prefix=/opt --with-stream', none)).toEqual({ stream_module: 'builtin' });
});

test('a module that is not installed is not there; options of the module are not the module', () => {
  expect(streamModule(debian, none)).toEqual({});
  expect(streamModule('configure arguments: --with-stream_ssl_module', none)).toEqual({});
});

test('without a modules path it is below the prefix', () => {
  expect(streamModule('configure arguments: --prefix=/opt/nginx', all)).toEqual({
    stream_module: '/opt/nginx/modules/ngx_stream_module.so',
  });
  expect(streamModule('', all)).toEqual({ stream_module: '/usr/local/nginx/modules/ngx_stream_module.so' });
});
