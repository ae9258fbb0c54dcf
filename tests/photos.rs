//! Photos of findings, from a bay's camera to the advisor's screen, told as stories of named people: whatever is cut,
//! killed, doubled or broken on the way, each photo arrives once, and no tap waits for it.
#![cfg(feature = "embedded-broker")]

#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Found, Severity, Sighting};
use baylight::domain::ids::PhotoId;
use baylight::domain::order::{Fen, Trade, WorkMinutes};
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::protocol::photo::{
    CHUNK_BYTES, PhotoMessage, PhotoReceipt, Standing, photo_from_bytes, photo_receipt_from_bytes,
};
use baylight::station::{Interest, Station, StationOptions};
use baylight::store::photos::name_of;
use rumqttc::Publish;
use shop::*;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

// ---- Pictures ----

/// A real picture, of another tyre each time.
fn tyre(number: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(1200, 900, |x, y| {
        let shade = ((x / 16 + y / 16 + number) % 2 * 160) as u8;
        image::Rgb([shade, shade, 40])
    });
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg)
        .expect("a picture");
    bytes
}

/// So many bytes that look like a picture from outside; no preview can be made of them.
fn heavy(number: u64, size: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    while bytes.len() + 2 < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Without a byte of an end mark.
        bytes.extend_from_slice(&(state & 0x7f7f_7f7f_7f7f_7f7f).to_be_bytes());
    }
    bytes.truncate(size - 2);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// The folder into which the camera of a bay puts its pictures.
struct CameraFolder(PathBuf);

impl CameraFolder {
    fn of(shop: &Workshop, bay: &str) -> Self {
        let folder = shop.dir.path().join(format!("camera-{bay}"));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn shoots(&self, name: &str, bytes: &[u8]) -> PhotoId {
        fs::write(self.0.join(name), bytes).expect("a picture");
        name_of(bytes)
    }

    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

/// Worn pads, with photos.
fn report(photos: &[PhotoId]) -> CommandBody {
    CommandBody::ReportFinding {
        ro: "2611-0001".into(),
        during: Some(job(BELT)),
        bay: Some("1".into()),
        sighting: Box::new(Sighting {
            found: Found {
                system: "brakes".into(),
                component: "front-pads".into(),
                condition: "worn".into(),
                action: "replace".into(),
            },
            name: "前制动片 · 磨损到限 · 更换".to_owned(),
            english_name: "Front brake pads · worn to the limit · replace".to_owned(),
            consequence: String::new(),
            english_consequence: String::new(),
            severity: Severity::Red,
            trade: Trade::Mechanical,
            op_code: None,
            standard: WorkMinutes(60),
            amount: Fen(48_000),
            parts: Vec::new(),
            note: String::new(),
            photos: photos.to_vec(),
        }),
    }
}

fn watching(shop: &Workshop, bay: &str, camera: &CameraFolder) -> Screen {
    let mut screen = shop.bay(bay);
    screen.station.watch_camera(camera.0.clone());
    screen
}

async fn has_taken(bay: &Screen, photos: usize) {
    bay.until("the photos from the camera", |picture| {
        picture.photos.taken.len() == photos
    })
    .await;
}

/// Waits until the coordinator has said that it has everything.
async fn has_sent_all(bay: &Screen) {
    bay.until_for(
        Duration::from_secs(90),
        "the last photo to be sent",
        |picture| picture.waiting == 0 && picture.photos.waiting == 0,
    )
    .await;
}

/// Where the photos of a data directory lie, by name.
fn stored(data_dir: &Path) -> Vec<String> {
    let photos = data_dir.join("photos");
    names(&photos)
        .iter()
        .flat_map(|folder| names(&photos.join(folder)))
        .collect()
}

fn file(data_dir: &Path, photo: &PhotoId, ending: &str) -> PathBuf {
    let id = photo.as_str();
    data_dir
        .join("photos")
        .join(&id[..2])
        .join(format!("{id}.{ending}"))
}

// ---- What goes over the wire ----

fn said_of_photos(message: &Publish) -> Option<PhotoMessage> {
    let ours = message.topic.starts_with("baylight/v1/test/station/");
    (ours && message.topic.ends_with("/photo"))
        .then(|| photo_from_bytes(&message.payload).expect("a photo message"))
}

fn answered_of_photos(message: &Publish) -> Option<PhotoReceipt> {
    message
        .topic
        .ends_with("/photo-receipt")
        .then(|| photo_receipt_from_bytes(&message.payload).expect("a photo receipt"))
}

/// Counts the bytes of photos in chunks that a station has brought to the broker.
fn chunk_bytes(messages: &[Publish], station: &str) -> usize {
    messages
        .iter()
        .filter(|message| message.topic.contains(&format!("/{station}/")))
        .filter_map(said_of_photos)
        .map(|said| match said {
            PhotoMessage::Chunk { bytes, .. } => bytes.len(),
            _ => 0,
        })
        .sum()
}

/// Waits until the coordinator has said that it has so much of a photo, or more.
async fn coordinator_has(wire: &mut Wire, photo: &PhotoId, at_least: u64) {
    wire.hears("the coordinator to have some of it", |message| {
        matches!(answered_of_photos(message), Some(PhotoReceipt::Has { photo: known, bytes, .. })
            if known == *photo && bytes >= at_least)
    })
    .await;
}

/// The line between a station and its broker: a test lets so many bytes through to the broker, and cuts it.
struct Line {
    address: SocketAddr,
    limit: watch::Sender<u64>,
    cuts: watch::Sender<u32>,
    passed: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Line {
    async fn to(broker: SocketAddr, limit: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (limit, limited) = watch::channel(limit);
        let (cuts, cut) = watch::channel(0);
        let passed = Arc::new(AtomicU64::new(0));
        let count = passed.clone();
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let mut cut = cut.clone();
                cut.mark_unchanged();
                let carried = carry(near, broker, limited.clone(), count.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        () = carried => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Self {
            address,
            limit,
            cuts,
            passed,
            task,
        }
    }

    fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    fn lets_everything_through(&self) {
        self.limit.send_replace(u64::MAX);
    }

    fn passed(&self) -> u64 {
        self.passed.load(Ordering::SeqCst)
    }

    fn broker_address(&self) -> BrokerAddress {
        BrokerAddress {
            host: self.address.ip().to_string(),
            port: self.address.port(),
            login: None,
            ca_file: None,
        }
    }

    /// Starts the kiosk of bay 1 behind this line.
    fn bay(&self, shop: &Workshop, camera: &CameraFolder) -> Screen {
        let mut station = Station::start(StationOptions {
            id: "bay-1".into(),
            site: shop.policy.site.clone(),
            interest: Interest::Bay("1".into()),
            data_dir: shop.dir.path().join("bay-1"),
            broker: self.broker_address(),
            clock: shop.clock.clock(),
        })
        .expect("the station starts");
        station.watch_camera(camera.0.clone());
        Screen::new("bay-1", station)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
        self.cut();
    }
}

async fn carry(
    near: TcpStream,
    broker: SocketAddr,
    mut limit: watch::Receiver<u64>,
    passed: Arc<AtomicU64>,
) {
    let Ok(far) = TcpStream::connect(broker).await else {
        return;
    };
    let (mut near_in, mut near_out) = near.into_split();
    let (mut far_in, mut far_out) = far.into_split();
    let up = async {
        let mut bytes = [0; 4096];
        loop {
            let so_far = passed.load(Ordering::SeqCst);
            if limit.wait_for(|limit| *limit > so_far).await.is_err() {
                return;
            }
            match near_in.read(&mut bytes).await {
                Ok(0) | Err(_) => return,
                Ok(read) => {
                    passed.fetch_add(read as u64, Ordering::SeqCst);
                    if far_out.write_all(&bytes[..read]).await.is_err() {
                        return;
                    }
                }
            }
        }
    };
    let down = async { drop(tokio::io::copy(&mut far_in, &mut near_out).await) };
    tokio::select! {
        () = up => {}
        () = down => {}
    }
}

// ---- The stories ----

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_wang_lei_takes_offline_is_on_the_advisors_screen_when_the_link_is_back() {
    let mut shop = Workshop::new().await;
    let camera = CameraFolder::of(&shop, "1");
    let advisor = shop.floor("advisor");
    let bay = watching(&shop, "1", &camera);
    bay.live().await;
    advisor.live().await;
    shop.stop_broker().await;
    bay.offline().await;

    let picture = tyre(1);
    let photo = camera.shoots("IMG_0001.JPG", &picture);
    has_taken(&bay, 1).await;
    bay.until("its preview", |now| {
        now.photos.previews.contains_key(&photo)
    })
    .await;
    assert_eq!(bay.now().photos.taken[0].id, photo);
    assert_eq!(camera.names(), [""; 0], "what is safe leaves the camera");
    let found = bay.tap(WANG_LEI, report(std::slice::from_ref(&photo)));
    bay.saved(found).await;
    let now = bay
        .until("one photo to be sent", |now| now.photos.waiting == 1)
        .await;
    assert_eq!(now.photos.taken, [], "it is part of a finding now");

    // The kiosk is switched off and on again meanwhile.
    bay.stop().await;
    let bay = watching(&shop, "1", &camera);
    bay.until("one photo to be sent still", |now| {
        now.photos.waiting == 1 && now.waiting == 1
    })
    .await;

    shop.start_broker().await;
    has_sent_all(&bay).await;
    let kept = fs::read(file(&shop.data_dir(), &photo, "jpg")).expect("the coordinator has it");
    assert!(kept == picture, "it is the same to the last byte");
    let shown = advisor
        .until("the finding with its preview", |now| {
            let mut findings = now.views.findings.findings.iter();
            findings.any(|card| card.finding.sighting.photos == [photo.clone()])
                && now.photos.previews.contains_key(&photo)
        })
        .await;
    let preview = image::open(&shown.photos.previews[&photo]).expect("a picture");
    assert_eq!((preview.width(), preview.height()), (640, 480));

    // What has come is there without anybody to ask.
    advisor.stop().await;
    bay.stop().await;
    shop.stop_coordinator().await;
    let advisor = shop.floor("advisor");
    let path = advisor.now().photos.previews[&photo].clone();
    assert!(path.starts_with(shop.dir.path().join("advisor")) && path.exists());
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_picture_is_sent_once_and_stored_once_from_whichever_bay() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let cameras = [CameraFolder::of(&shop, "1"), CameraFolder::of(&shop, "2")];
    let picture = tyre(2);
    let first = watching(&shop, "1", &cameras[0]);
    first.live().await;
    let photo = cameras[0].shoots("a.jpg", &picture);
    has_taken(&first, 1).await;
    // The camera writes the same picture once more, and another one after it.
    cameras[0].shoots("b.jpeg", &picture);
    cameras[0].shoots("c.jpg", &tyre(3));
    has_taken(&first, 2).await;
    first
        .until("both previews", |now| now.photos.previews.len() == 2)
        .await;
    assert_eq!(stored(&shop.dir.path().join("bay-1")).len(), 2 * 2);
    first
        .does(WANG_LEI, report(std::slice::from_ref(&photo)))
        .await;
    has_sent_all(&first).await;

    let second = watching(&shop, "2", &cameras[1]);
    second.live().await;
    cameras[1].shoots("a.jpg", &picture);
    has_taken(&second, 1).await;
    second
        .does(LI_QIANG, report(std::slice::from_ref(&photo)))
        .await;
    has_sent_all(&second).await;

    let messages = wire.take_all();
    assert_eq!(chunk_bytes(&messages, "bay-1"), picture.len());
    assert_eq!(chunk_bytes(&messages, "bay-2"), 0);
    let names = [format!("{photo}.jpg"), format!("{photo}.preview.jpg")];
    assert_eq!(stored(&shop.data_dir()), names);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_that_is_cut_in_the_middle_goes_on_where_it_stopped() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let camera = CameraFolder::of(&shop, "1");
    let line = Line::to(shop.address, 1_500_000).await;
    let bay = line.bay(&shop, &camera);
    let picture = heavy(1, 4_000_000);
    let photo = camera.shoots("pads.jpg", &picture);
    has_taken(&bay, 1).await;
    bay.does(WANG_LEI, report(std::slice::from_ref(&photo)))
        .await;
    // The line lets no more than this through, then somebody stumbles over the cable.
    coordinator_has(&mut wire, &photo, 1_000_000).await;
    assert_eq!(bay.now().photos.waiting, 1);
    line.cut();
    bay.offline().await;
    line.lets_everything_through();
    has_sent_all(&bay).await;

    let kept = fs::read(file(&shop.data_dir(), &photo, "jpg")).expect("the coordinator has it");
    assert!(kept == picture);
    // The chunk that was cut counts twice at the most, and the words beside the bytes a little.
    let twice = line.passed() - picture.len() as u64;
    assert!(
        twice < 2 * CHUNK_BYTES as u64,
        "{twice} bytes beyond the photo's own were sent"
    );
    assert_eq!(stored(&shop.data_dir()), [format!("{photo}.jpg")]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_preview_of_a_new_photo_passes_a_large_one_on_its_way() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let camera = CameraFolder::of(&shop, "1");
    let line = Line::to(shop.address, 1_500_000).await;
    let bay = line.bay(&shop, &camera);
    let large = camera.shoots("large.jpg", &heavy(7, 4_000_000));
    has_taken(&bay, 1).await;
    bay.does(WANG_LEI, report(std::slice::from_ref(&large)))
        .await;
    coordinator_has(&mut wire, &large, 1_000_000).await;
    let small = camera.shoots("small.jpg", &tyre(5));
    has_taken(&bay, 1).await;
    bay.until("its preview", |now| {
        now.photos.previews.contains_key(&small)
    })
    .await;
    let found = bay.tap(LI_QIANG, report(std::slice::from_ref(&small)));
    bay.saved(found).await;
    line.lets_everything_through();
    has_sent_all(&bay).await;
    let said: Vec<PhotoMessage> = wire.take_all().iter().filter_map(said_of_photos).collect();
    let place = |fits: &dyn Fn(&PhotoMessage) -> bool| {
        said.iter().rposition(fits).expect("it went over the wire")
    };
    let preview =
        place(&|said| matches!(said, PhotoMessage::Preview { photo, .. } if *photo == small));
    let last_of_large =
        place(&|said| matches!(said, PhotoMessage::Chunk { photo, .. } if *photo == large));
    assert!(preview < last_of_large);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinator_that_is_killed_with_half_a_photo_asks_for_the_other_half() {
    let mut shop = Workshop::dark(policy(2));
    shop.start_broker().await;
    let mut killed = a_coordinator(&shop);
    let mut wire = Wire::connect(shop.address).await;
    let camera = CameraFolder::of(&shop, "1");
    let line = Line::to(shop.address, 2_000_000).await;
    let bay = line.bay(&shop, &camera);
    let picture = heavy(2, 5_000_000);
    let photo = camera.shoots("disc.jpg", &picture);
    has_taken(&bay, 1).await;
    bay.does(WANG_LEI, report(std::slice::from_ref(&photo)))
        .await;
    coordinator_has(&mut wire, &photo, 1_500_000).await;
    killed.kill();
    let half = fs::metadata(file(&shop.data_dir(), &photo, "part")).expect("half of the photo");
    assert!((1_500_000..2_000_000).contains(&half.len()));

    line.lets_everything_through();
    shop.start_coordinator();
    has_sent_all(&bay).await;
    let kept = fs::read(file(&shop.data_dir(), &photo, "jpg")).expect("the coordinator has it");
    assert!(kept == picture);
    let sent = chunk_bytes(&wire.take_all(), "bay-1");
    assert!(
        sent <= picture.len() + CHUNK_BYTES,
        "{sent} bytes of {} were sent",
        picture.len()
    );
    assert_eq!(stored(&shop.data_dir()), [format!("{photo}.jpg")]);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_does_not_fit_its_hash_is_thrown_away_and_sent_again() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let camera = CameraFolder::of(&shop, "1");
    let bay = watching(&shop, "1", &camera);
    bay.live().await;
    let picture = heavy(3, 900_000);
    let photo = camera.shoots("hose.jpg", &picture);
    has_taken(&bay, 1).await;
    // A power cut has left what no disk had written.
    let part = file(&shop.data_dir(), &photo, "part");
    fs::create_dir_all(part.parent().expect("a folder")).expect("a folder");
    fs::write(&part, vec![0; 400_000]).expect("half a photo");
    bay.does(WANG_LEI, report(std::slice::from_ref(&photo)))
        .await;
    wire.hears("that it was thrown away", |message| {
        matches!(answered_of_photos(message),
            Some(PhotoReceipt::Has { standing, bytes: 0, .. }) if standing == Standing::Broken)
    })
    .await;
    has_sent_all(&bay).await;
    let kept = fs::read(file(&shop.data_dir(), &photo, "jpg")).expect("the coordinator has it");
    assert!(kept == picture);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_finished_picture_stays_in_the_cameras_folder() {
    let shop = Workshop::dark(policy(2));
    let camera = CameraFolder::of(&shop, "1");
    let half = heavy(4, 50_000);
    camera.shoots("notes.txt", b"call the customer");
    camera.shoots("film.jpg", b"ftypmp42");
    camera.shoots("empty.png", b"");
    camera.shoots("large.jpg", &heavy(5, 12 * 1024 * 1024 + 1));
    camera.shoots("half.jpg", &half[..30_000]);
    let bay = watching(&shop, "1", &camera);
    // The last that is written is the last that is looked at.
    let good = camera.shoots("good.jpeg", &heavy(6, 12 * 1024 * 1024));
    has_taken(&bay, 1).await;
    assert_eq!(bay.now().photos.taken[0].id, good);
    assert_eq!(
        camera.names(),
        [
            "empty.png",
            "film.jpg",
            "half.jpg",
            "large.jpg",
            "notes.txt"
        ]
    );
    // The rest of it comes after all.
    fs::OpenOptions::new()
        .append(true)
        .open(camera.0.join("half.jpg"))
        .and_then(|mut file| file.write_all(&half[30_000..]))
        .expect("the rest");
    let now = bay
        .until("the finished picture", |now| now.photos.taken.len() == 2)
        .await;
    assert!(
        now.photos
            .taken
            .iter()
            .any(|taken| taken.id == name_of(&half))
    );
    bay.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_that_is_wanted_before_it_was_taken_comes_when_it_is_there() {
    let shop = Workshop::new().await;
    let camera = CameraFolder::of(&shop, "1");
    let picture = tyre(4);
    let photo = name_of(&picture);
    let mut wire = shop.wire().await;
    let advisor = shop.floor("advisor");
    advisor.live().await;
    advisor.station.want_photo(photo.clone());
    wire.hears("that there is none yet", |message| {
        matches!(
            answered_of_photos(message),
            Some(PhotoReceipt::NotYet { .. })
        )
    })
    .await;
    let bay = watching(&shop, "1", &camera);
    camera.shoots("a.jpg", &picture);
    has_taken(&bay, 1).await;
    bay.does(WANG_LEI, report(std::slice::from_ref(&photo)))
        .await;
    advisor
        .until("the preview", |now| {
            now.photos.previews.contains_key(&photo)
        })
        .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_on_in_the_middle_of_two_hundred_photos_waits_for_none_of_them() {
    let mut shop = Workshop::new().await;
    let camera = CameraFolder::of(&shop, "1");
    let bay = watching(&shop, "1", &camera);
    bay.live().await;
    shop.stop_broker().await;
    bay.offline().await;
    let photos: Vec<PhotoId> = (0..200)
        .map(|number| camera.shoots(&format!("{number}.jpg"), &heavy(number, 190_000)))
        .collect();
    bay.until_for(Duration::from_secs(90), "two hundred photos", |now| {
        now.photos.taken.len() == 200
    })
    .await;
    for ten in photos.chunks(10) {
        bay.tap(WANG_LEI, report(ten));
    }
    bay.until("all to be sent", |now| now.photos.waiting == 200)
        .await;
    shop.start_broker().await;
    let mut wire = shop.wire().await;
    wire.hears("the fiftieth photo", |message| {
        matches!(answered_of_photos(message),
            Some(PhotoReceipt::Has { photo, standing: Standing::Whole, .. }) if photo == photos[50])
    })
    .await;
    let clock_on = bay.does(LI_QIANG, clock_on(SERVICE, "1")).await;
    let left = bay.now().photos.waiting;
    assert!(left > 0, "it was in the middle of them");
    has_sent_all(&bay).await;

    let messages = wire.take_all();
    let place = |ends: &str| {
        let id = clock_on.to_string();
        let of_it = |message: &Publish| {
            message.topic.ends_with(ends) && String::from_utf8_lossy(&message.payload).contains(&id)
        };
        messages
            .iter()
            .position(of_it)
            .expect("it went over the wire")
    };
    let between = &messages[place("/command")..place("/bay-1/receipt")];
    let chunks = between.iter().filter_map(said_of_photos).count();
    assert!(chunks <= 1, "{chunks} photo messages went before a tap");
    let kept = stored(&shop.data_dir());
    assert_eq!(kept.len(), 200);
    assert!(kept.iter().all(|name| name.ends_with(".jpg")));
    shop.close().await;
}

// ---- A coordinator that can be killed ----

const PORT: &str = "BAYLIGHT_TEST_PORT";
const DATA: &str = "BAYLIGHT_TEST_DATA";

/// A process that ends with its test, whatever happens.
struct Process(Child);

impl Process {
    /// Kills it as a power cut would.
    fn kill(&mut self) {
        self.0.kill().expect("it is killed");
        self.0.wait().expect("it is gone");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a coordinator in a process of its own: this binary, in another role.
fn a_coordinator(shop: &Workshop) -> Process {
    let this = std::env::current_exe().expect("this binary");
    let child = Command::new(this)
        .args(["in_the_role_of_a_coordinator", "--exact", "--ignored"])
        .args(["--nocapture", "--test-threads=1"])
        .env(PORT, shop.address.port().to_string())
        .env(DATA, shop.data_dir())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut process = Process(child);
    let said = BufReader::new(process.0.stdout.take().expect("its output"));
    let ready = said
        .lines()
        .any(|line| line.is_ok_and(|line| line.contains("@ ready")));
    assert!(ready, "the coordinator ended before it was ready");
    process
}

/// Not a test of its own: what the process does that is killed.
#[test]
#[ignore = "a process that another test starts"]
fn in_the_role_of_a_coordinator() {
    let text = |name: &str| std::env::var(name).expect("the tests start this, not a person");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let _coordinator = Coordinator::start(CoordinatorOptions {
            data_dir: text(DATA).into(),
            broker: BrokerAddress {
                host: "127.0.0.1".to_owned(),
                port: text(PORT).parse().expect("a port"),
                login: None,
                ca_file: None,
            },
            policy: policy(2),
            clock: Clock::new(chrono::Utc::now),
        })
        .expect("the coordinator starts");
        println!("@ ready");
        std::future::pending::<()>().await;
    });
}
