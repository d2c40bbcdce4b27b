import type { Role } from '../model.js'

/** What is known of an image: what runs in it, and who calls which of its ports. */
export interface Image {
  /** As services are called after it: `postgres`. */
  readonly name: string
  /** `PostgreSQL database` */
  readonly title: string
  /** By the port inside. */
  readonly ports: ReadonlyMap<number, { readonly role: Role; readonly purpose: string }>
}

/**
 * One image a line: its names, the first of which is a service's; what it is; and the ports that it listens on by its
 * own documentation, each with its role and, where it is not the main one, its purpose.
 */
const TABLE = `
  postgres postgresql postgis timescaledb timescaledb-ha pgvector supabase-postgres | PostgreSQL database | 5432 tcp
  pgbouncer | PgBouncer connection pool | 6432 tcp, 5432 tcp
  mysql mysql-server percona percona-server | MySQL database | 3306 tcp, 33060 tcp x
  mariadb mariadb-galera | MariaDB database | 3306 tcp
  mssql azure-sql-edge | SQL Server database | 1433 tcp
  mongo mongodb mongodb-community-server | MongoDB database | 27017 tcp
  cockroach cockroachdb | CockroachDB database | 26257 tcp, 8080 browser ui
  cassandra scylla | Cassandra database | 9042 tcp
  surrealdb | SurrealDB database | 8000 http
  couchdb | CouchDB database | 5984 http
  dynamodb dynamodb-local | DynamoDB database | 8000 http
  redis redis-stack-server valkey keydb dragonfly | Redis cache | 6379 redis
  redis-stack | Redis cache | 6379 redis, 8001 browser ui
  memcached | Memcached cache | 11211 tcp
  rabbitmq | RabbitMQ message broker | 5672 tcp, 15672 browser management, 5671 tcp tls, 15692 http metrics, 1883 tcp mqtt, 61613 tcp stomp
  kafka cp-kafka cp-server | Kafka message broker | 9092 tcp, 29092 tcp internal, 9093 tcp controller, 9094 tcp external, 9101 tcp jmx
  redpanda | Redpanda message broker | 9092 tcp, 19092 tcp, 8081 http schema, 18081 http schema, 8082 http proxy, 18082 http proxy, 9644 http admin
  zookeeper cp-zookeeper | ZooKeeper | 2181 tcp
  schema-registry cp-schema-registry | Schema registry | 8081 http
  kafka-ui | Kafka UI | 8080 browser
  nats nats-streaming | NATS message broker | 4222 tcp, 8222 http monitoring, 6222 tcp cluster
  mosquitto eclipse-mosquitto emqx | MQTT broker | 1883 tcp, 9001 browser websocket, 8883 tcp tls, 8083 browser websocket, 18083 browser dashboard
  activemq activemq-classic activemq-artemis | ActiveMQ message broker | 61616 tcp, 8161 browser console
  elasticsearch | Elasticsearch | 9200 http, 9300 tcp transport
  opensearch | OpenSearch | 9200 http, 9300 tcp transport, 9600 http analyzer
  opensearch-dashboards | OpenSearch dashboards | 5601 browser
  kibana | Kibana | 5601 browser
  logstash | Logstash | 5044 tcp, 9600 http api
  meilisearch | Meilisearch search engine | 7700 http
  typesense | Typesense search engine | 8108 http
  solr | Solr search engine | 8983 browser
  grafana grafana-oss grafana-enterprise | Grafana | 3000 browser
  prometheus | Prometheus | 9090 browser
  alertmanager | Alertmanager | 9093 browser
  pushgateway | Prometheus push gateway | 9091 http
  node-exporter | Node exporter | 9100 http
  cadvisor | cAdvisor | 8080 browser
  loki | Loki | 3100 http
  tempo | Tempo | 3200 http, 4317 tcp grpc, 4318 http otlp
  jaeger all-in-one | Jaeger tracing | 16686 browser, 14268 http collector, 14250 tcp grpc, 4317 tcp otlp_grpc, 4318 http otlp, 6831 udp agent, 6832 udp binary, 5778 http sampling, 9411 http zipkin, 14269 http admin
  zipkin | Zipkin tracing | 9411 browser
  otel-collector opentelemetry-collector opentelemetry-collector-contrib | OpenTelemetry collector | 4317 tcp grpc, 4318 http, 8888 http metrics, 8889 http exporter, 13133 http health
  sentry | Sentry | 9000 browser
  minio | MinIO object storage | 9000 http, 9001 browser console
  seaweedfs | SeaweedFS object storage | 8333 http, 9333 http master, 8888 http filer
  azurite | Azurite storage emulator | 10000 http, 10001 http queue, 10002 http table
  fake-gcs-server | Cloud Storage emulator | 4443 http
  localstack localstack-pro | LocalStack | 4566 http
  milvus | Milvus vector database | 19530 tcp, 9091 http metrics
  attu | Attu, the UI of Milvus | 3000 browser, 8000 browser
  qdrant | Qdrant vector database | 6333 http, 6334 tcp grpc
  weaviate | Weaviate vector database | 8080 http, 50051 tcp grpc
  chroma | Chroma vector database | 8000 http
  neo4j | Neo4j graph database | 7687 browser bolt, 7474 browser http, 7473 browser https
  arangodb | ArangoDB database | 8529 browser
  clickhouse clickhouse-server | ClickHouse database | 8123 http, 9000 tcp native, 9009 tcp interserver
  influxdb | InfluxDB database | 8086 http
  questdb | QuestDB database | 9000 browser, 8812 tcp postgres, 9009 tcp line
  ollama | Ollama service | 11434 http
  vllm vllm-openai | vLLM service | 8000 http
  text-generation-inference | Text generation service | 80 http
  text-embeddings-inference | Text embeddings service | 80 http
  localai local-ai | LocalAI service | 8080 http
  litellm | LiteLLM proxy | 4000 http
  open-webui | Open WebUI | 8080 browser
  triton tritonserver | Triton inference server | 8000 http, 8001 tcp grpc, 8002 http metrics
  n8n | n8n | 5678 browser
  langfuse | Langfuse | 3000 browser
  mlflow | MLflow | 5000 browser
  jupyter notebook scipy-notebook minimal-notebook tensorflow-notebook pytorch-notebook datascience-notebook | Jupyter | 8888 browser
  searxng | SearXNG | 8080 browser
  nginx nginx-unprivileged openresty | nginx web server | 80 browser, 8080 browser, 443 browser https
  httpd | Apache web server | 80 browser, 443 browser https
  caddy | Caddy web server | 80 browser, 443 browser https, 2019 http admin
  traefik | Traefik proxy | 80 browser, 443 browser https, 8080 browser dashboard
  haproxy | HAProxy | 80 browser, 443 browser https, 8404 browser stats
  envoy | Envoy proxy | 10000 browser, 9901 browser admin
  kong | Kong gateway | 8000 http, 8443 http https, 8001 http admin, 8002 browser manager
  nginx-proxy-manager | Nginx Proxy Manager | 80 browser, 443 browser https, 81 browser admin
  mailhog | MailHog | 1025 tcp smtp, 8025 browser
  mailpit | Mailpit | 1025 tcp smtp, 8025 browser
  mailcatcher | MailCatcher | 1025 tcp smtp, 1080 browser
  maildev | MailDev | 1025 tcp smtp, 1080 browser
  keycloak | Keycloak | 8080 browser, 8443 browser https, 9000 http management
  authentik server | Authentik | 9000 browser, 9443 browser https
  dex | Dex | 5556 browser
  vault | Vault | 8200 http
  consul | Consul | 8500 browser, 8600 udp dns, 8300 tcp rpc
  etcd | etcd | 2379 http, 2380 http peer
  temporal auto-setup temporal-server | Temporal server | 7233 tcp
  temporal-ui ui | Temporal UI | 8080 browser
  airflow | Airflow | 8080 browser
  flower | Flower | 5555 browser
  adminer | Adminer | 8080 browser
  pgadmin pgadmin4 | pgAdmin | 80 browser, 443 browser https, 5050 browser
  phpmyadmin | phpMyAdmin | 80 browser
  mongo-express | Mongo Express | 8081 browser
  redis-commander | Redis Commander | 8081 browser
  redisinsight | Redis Insight | 5540 browser, 8001 browser
  cloudbeaver | CloudBeaver | 8978 browser
  metabase | Metabase | 3000 browser
  superset | Superset | 8088 browser
  hasura graphql-engine | Hasura | 8080 http
  postgrest | PostgREST | 3000 http
  portainer portainer-ce | Portainer | 9000 browser, 9443 browser https, 8000 tcp tunnel
  registry | Container registry | 5000 http
  verdaccio | Verdaccio | 4873 http
  selenium standalone-chrome standalone-firefox | Selenium | 4444 http, 7900 browser vnc
  browserless chrome | Browserless | 3000 http
  unleash unleash-server | Unleash | 4242 browser
  livekit livekit-server | LiveKit server | 7880 browser, 7881 tcp rtc, 7882 udp media
  coturn | TURN server | 3478 udp, 5349 tcp tls
  gitea | Gitea | 3000 browser, 22 tcp ssh
  sonarqube | SonarQube | 9000 browser
  jenkins | Jenkins | 8080 browser, 50000 tcp agent
  wiremock | WireMock | 8080 http, 8443 http https
  stripe-mock | Stripe mock | 12111 http
`
/** In whose folders other images have names that say little. */
const NAMED_WITH_FOLDER: ReadonlyMap<string, string> = new Map([
  ['ui', 'temporalio'],
  ['server', 'authentik goauthentik'],
  ['chrome', 'browserless'],
  ['notebook', 'jupyter'],
  ['registry', 'library'],
  ['auto-setup', 'temporalio'],
])

const IMAGES: ReadonlyMap<string, Image> = new Map(TABLE.trim().split('\n').flatMap(readLine))

/** What is known of an image by its reference, `docker.io/bitnami/redis:7`; null where nothing is. */
export function imageOf(reference: string): Image | null {
  const path = reference.replace(/@.*$/s, '').split('/')
  const [name = ''] = (path.at(-1) ?? '').toLowerCase().split(':')
  if (name === 'server' && path.at(-2) === 'mssql') return IMAGES.get('mssql') ?? null
  const folders = NAMED_WITH_FOLDER.get(name)?.split(' ')
  const isKnown = folders === undefined || folders.includes(path.at(-2)?.toLowerCase() ?? 'library')
  return (isKnown ? IMAGES.get(name) : undefined) ?? null
}

function readLine(line: string): [string, Image][] {
  const [names = '', title = '', ports = ''] = line.split('|').map((part) => part.trim())
  const [name = '', ...others] = names.split(' ')
  const image = { name, title, ports: new Map(ports.split(', ').map(readPort)) }
  return [name, ...others].map((one) => [one, image])
}

function readPort(text: string): [number, { role: Role; purpose: string }] {
  const [number, role, purpose = ''] = text.split(' ')
  return [Number(number), { role: role as Role, purpose }]
}
