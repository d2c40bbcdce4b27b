#!/bin/sh
# Serves one deployment with nginx: `npx config exec --mode staging -- sh nginx/serve.sh`
set -eu
work="deploy/$PORTOLAN_MODE.nginx"
mkdir -p "$work"

sed "s|\${SITE_HOST}|127.0.0.1|; s|\${SITE_PORT}|$SITE_PORT|; s|\${SITE_ROOT}|../$PORTOLAN_MODE|" \
  nginx/default.conf.template > "$work/site.conf"
cat > "$work/nginx.conf" << END
daemon off;
pid nginx.pid;
events {}
http {
  types { text/html html; text/javascript js; text/css css; }
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include site.conf;
}
END
nginx -t -q -e stderr -p "$PWD/$work/" -c nginx.conf
echo "serving deploy/$PORTOLAN_MODE on http://127.0.0.1:$SITE_PORT"
exec nginx -e stderr -p "$PWD/$work/" -c nginx.conf
