//! PostgreSQL for tests, without containers and without anything left behind.
//!
//! `TEST_POSTGRES_URL` names a server to use. Otherwise a private one is started from the programs found in PATH or
//! under `/usr/lib/postgresql`, as an ordinary user, on a free loopback port, without a socket file. A small shell
//! script owns it and waits on a pipe from this process: when the tests end, however they end, the pipe closes, the
//! script stops the server it started and removes its folder.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use mingzhang::db::Db;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tokio::sync::OnceCell;

/// The migrated database every test database is copied from.
const TEMPLATE: &str = "mingzhang_template";

/// A database of one test's own.
pub struct Fresh {
    /// Where it is.
    pub url: String,
    name: String,
    server: &'static Server,
}

impl Fresh {
    /// Gives the space back.
    pub async fn drop_it(self) {
        self.server.order(format!("drop database {} with (force)", self.name)).await;
    }
}

struct Server {
    /// `postgres://user@host:port`, without a database.
    base: String,
    /// What stands after the database name in the address, `?sslmode=disable`.
    tail: String,
    /// The database to give orders from.
    maintenance: String,
    /// Keeps the pipe to the script open; closed when this process ends.
    guard: Option<Child>,
}

/// A new database, a copy of the migrated template; `None` where there is no PostgreSQL.
pub async fn fresh_database() -> Option<Fresh> {
    static PREPARED: OnceCell<Option<&'static Server>> = OnceCell::const_new();
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = (*PREPARED.get_or_init(prepared).await)?;
    let name = format!("mingzhang_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let template = server.template();
    server.order(format!("create database {name} template {template}")).await;
    Some(Fresh { url: server.url(&name), name, server })
}

/// The server with its template in place.
async fn prepared() -> Option<&'static Server> {
    let server = tokio::task::spawn_blocking(server).await.expect("starting PostgreSQL")?;
    let template = server.template();
    if server.owned() {
        server.order(format!("create database {template}")).await;
        Db::postgres(&server.url(&template)).await.expect("the migrations run on PostgreSQL").close().await;
    }
    Some(server)
}

fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let found = SERVER.get_or_init(|| match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => Some(Server::given(&url)),
        Err(_) => match Server::start() {
            Ok(server) => Some(server),
            Err(why) => {
                absent(&why);
                None
            }
        },
    });
    found.as_ref()
}

/// Says it past the test runner's capture, and refuses to go on where PostgreSQL was promised.
fn absent(why: &str) {
    let required = std::env::var("MINGZHANG_REQUIRE_POSTGRES").is_ok_and(|v| v == "1");
    assert!(!required, "MINGZHANG_REQUIRE_POSTGRES=1,但没有 PostgreSQL:{why}");
    let said = format!("\n*** PostgreSQL 未找到:以下测试只在 SQLite 上跑过({why})\n\n");
    std::io::stderr().write_all(said.as_bytes()).expect("standard error is there");
}

impl Server {
    fn given(url: &str) -> Server {
        let (address, tail) = url.split_once('?').map_or((url, String::new()), |(a, t)| (a, format!("?{t}")));
        let host_at = address.find("://").map_or(0, |i| i + 3);
        let (base, maintenance) = match address[host_at..].find('/') {
            Some(slash) => (&address[..host_at + slash], &address[host_at + slash + 1..]),
            None => (address, "postgres"),
        };
        Server { base: base.to_owned(), tail, maintenance: maintenance.to_owned(), guard: None }
    }

    fn start() -> Result<Server, String> {
        let programs = programs().ok_or("PATH 和 /usr/lib/postgresql 下都没有 initdb")?;
        let mut last = String::new();
        for _ in 0..3 {
            match Server::start_once(&programs) {
                Ok(server) => return Ok(server),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    fn start_once(programs: &Path) -> Result<Server, String> {
        let port = free_port()?;
        let mut guard = Command::new("/bin/sh");
        guard.arg("-c").arg(GUARD).env("PROGRAMS", programs).env("PORT", port.to_string());
        guard.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        if let Some((user, group)) = ordinary_user()? {
            guard.uid(user).gid(group).env("TMPDIR", "/tmp");
        }
        let mut guard = guard.spawn().map_err(|e| e.to_string())?;
        let mut said = String::new();
        let heard = BufReader::new(guard.stdout.take().ok_or("no pipe")?).read_line(&mut said);
        if heard.is_err() || said.trim() != "ready" {
            return Err(format!("PostgreSQL 没有启动:{}", said.trim()));
        }
        let base = format!("postgres://postgres@127.0.0.1:{port}");
        Ok(Server { base, tail: "?sslmode=disable".into(), maintenance: "postgres".into(), guard: Some(guard) })
    }

    const fn owned(&self) -> bool {
        self.guard.is_some()
    }

    /// Our own server holds a migrated template; on a foreign one each test migrates its own database.
    fn template(&self) -> String {
        if self.owned() { TEMPLATE.to_owned() } else { "template0".to_owned() }
    }

    fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.base, self.tail)
    }

    async fn order(&self, sql: String) {
        sqlx::any::install_default_drivers();
        let mut conn = AnyConnection::connect(&self.url(&self.maintenance)).await.expect("PostgreSQL answers");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.expect("PostgreSQL obeys");
        conn.close().await.expect("PostgreSQL lets go");
    }
}

/// Starts the server, says `ready`, waits for the end of its standard input, stops what it started.
const GUARD: &str = r#"
trap '' INT TERM HUP
home=$(mktemp -d) || exit 1
done_with() { rm -rf "$home"; exit "$1"; }
"$PROGRAMS/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$home/initdb.log" 2>&1 || {
    tail -n 1 "$home/initdb.log"; done_with 1; }
"$PROGRAMS/postgres" -D "$home/data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB \
    -c autovacuum=off -c max_wal_size=4GB >"$home/server.log" 2>&1 </dev/null &
server=$!
tries=0
until "$PROGRAMS/pg_isready" -q -h 127.0.0.1 -p "$PORT"; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then
        tail -n 1 "$home/server.log"; kill -QUIT $server 2>/dev/null; wait $server; done_with 1
    fi
    sleep 0.1
done
echo ready
cat >/dev/null
kill -QUIT $server
wait $server
done_with 0
"#;

/// The folder of `initdb` and its siblings: PATH first, then Debian's place, the newest version first.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).find_map(|folder| {
        // What stands in PATH may be a link; its siblings stand where it leads.
        let real = folder.join("initdb").canonicalize().ok()?;
        real.parent().map(Path::to_owned)
    });
    let in_debian = || {
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").exists())
            .collect();
        versions.sort();
        versions.pop()
    };
    in_path.or_else(in_debian)
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or `nobody`. Otherwise as whoever runs the tests.
fn ordinary_user() -> Result<Option<(u32, u32)>, String> {
    use std::os::unix::fs::MetadataExt;
    let own = std::fs::metadata("/proc/self").map_err(|e| e.to_string())?.uid();
    if own != 0 {
        return Ok(None);
    }
    let people = std::fs::read_to_string("/etc/passwd").map_err(|e| e.to_string())?;
    let found = ["postgres", "nobody"].iter().find_map(|wanted| {
        let line = people.lines().find(|l| l.split(':').next() == Some(wanted))?;
        let mut numbers = line.split(':').skip(2).filter_map(|n| n.parse().ok());
        Some((numbers.next()?, numbers.next()?))
    });
    found.map(Some).ok_or_else(|| "没有可用的普通用户".to_owned())
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    listener.local_addr().map(|a| a.port()).map_err(|e| e.to_string())
}
