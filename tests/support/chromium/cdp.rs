//! What a person does to the phone itself: holds it, closes a page, looks how large things are.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Chromium;

impl Chromium {
    /// The window as a phone shows it: 390 × 844.
    pub async fn is_held_in_the_hand(&self) {
        let phone = json!({"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true});
        self.commands("Emulation.setDeviceMetricsOverride", phone).await;
    }

    /// The window as a desk of this size shows it.
    pub async fn sits_at_a_desk(&self, width: u32, height: u32) {
        let desk = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.commands("Emulation.setDeviceMetricsOverride", desk).await;
    }

    /// The page in sight as a picture, where `MINGZHANG_PICTURES` names a folder for them.
    pub async fn pictures(&self, name: &str) {
        let Some(folder) = std::env::var_os("MINGZHANG_PICTURES") else { return };
        let picture = self.window.screenshot().await.expect("a picture");
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), picture).expect("a folder");
    }

    /// Closes the page for good and opens an empty one.
    pub async fn closes_the_page(&self) {
        let old = self.window.window().await.expect("a window");
        let new = self.window.new_window(true).await.expect("a new page");
        self.window.switch_to_window(old).await.expect("the old page");
        self.window.close_window().await.expect("it closes");
        self.window.switch_to_window(new.handle).await.expect("the new page");
        self.is_held_in_the_hand().await;
    }

    /// The SHA-256 of what an image on the page shows, as the centre gives it.
    pub async fn digest_of(&self, css: &str) -> String {
        let script = "const done = arguments[arguments.length - 1];
            fetch(document.querySelector(arguments[0]).src)
                .then((answer) => answer.arrayBuffer())
                .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
                .then((digest) => done([...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('')));";
        let told = self.window.execute_async(script, vec![css.into()]).await.expect("an image");
        told.as_str().unwrap_or_default().to_owned()
    }

    /// The SHA-256 of the photo that waits on this phone.
    pub async fn digest_of_what_waits(&self) -> String {
        let script = "const done = arguments[arguments.length - 1];
            const opening = indexedDB.open('mingzhang-uploads', 1);
            opening.onsuccess = () => {
                const asked = opening.result.transaction('waiting').objectStore('waiting').getAll();
                asked.onsuccess = async () => {
                    const digest = await crypto.subtle.digest('SHA-256', await asked.result[0].blob.arrayBuffer());
                    done([...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join(''));
                };
            };";
        let told = self.window.execute_async(script, Vec::new()).await.expect("a photo");
        told.as_str().unwrap_or_default().to_owned()
    }

    /// The address in sight, without the house.
    pub async fn path(&self) -> String {
        self.window.current_url().await.expect("a page").path().to_owned()
    }

    /// Everything too small for a thumb (44 px) or for old eyes (16 px) on the page in sight.
    pub async fn measures(&self) -> Vec<String> {
        let found = self.window.execute(include_str!("measure.js"), Vec::new()).await.expect("a page");
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }

    /// A command to the browser itself, through the driver.
    async fn commands(&self, command: &str, parameters: Value) {
        let session = self.window.session_id().await.expect("a driver").expect("a session");
        let body = json!({"cmd": command, "params": parameters}).to_string();
        let address = format!("127.0.0.1:{}", self.port);
        let mut line = TcpStream::connect(&address).await.expect("the driver listens");
        let request = format!(
            "POST /session/{session}/goog/cdp/execute HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        line.write_all(request.as_bytes()).await.expect("the driver takes it");
        let mut answer = vec![0; 4_096];
        let read = line.read(&mut answer).await.expect("the driver answers");
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 200"), "{command}: {answer}");
    }
}
