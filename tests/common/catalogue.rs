//! A catalogue of thousands of parts, the same every time: components × places × cars, as a dealer system lists them.
#![allow(dead_code, reason = "each test uses its own part of it")]

use baylight::domain::catalogue::Part;
use baylight::domain::order::Fen;
use std::fmt::Write;

/// Where a component stands in a car.
#[derive(Clone, Copy)]
enum Places {
    /// There is one, and what belongs to it.
    One,
    /// Front and rear.
    Axles,
    /// Left and right.
    Sides,
    /// One at each wheel.
    Wheels,
}

use Places::{Axles, One, Sides, Wheels};

const BRAKES: &str = "制动系统";
const TYRES: &str = "轮胎与车轮";
const OIL: &str = "机油与保养";
const ELECTRICS: &str = "蓄电池与电器";
const LIGHTS: &str = "灯光系统";
const GLASS: &str = "雨刮与玻璃";
const AIR: &str = "空调系统";
const FRONT: &str = "前悬架";
const REAR: &str = "后悬架";
const ENGINE: &str = "发动机与点火";
const COOLING: &str = "冷却系统";
const FUEL: &str = "燃油与进气";
const DRIVE: &str = "变速箱与传动";
const STEERING: &str = "转向系统";
const EXHAUST: &str = "排气系统";
const BODY: &str = "车身与内饰";
const NOTHING: &str = "";

/// Name, English name, category, unit, price in yuan, places.
type Component = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    Places,
);

#[rustfmt::skip]
const COMPONENTS: &[Component] = &[
    ("机油滤清器", "oil filter", OIL, "个", 38, One),
    ("空气滤清器", "air filter", OIL, "个", 86, One),
    ("空调滤清器", "cabin filter", OIL, "个", 72, One),
    ("燃油滤清器", "fuel filter", FUEL, "个", 128, One),
    ("放油螺栓", "oil drain plug", OIL, "个", 12, One),
    ("机油尺", "oil dipstick", OIL, "根", 46, One),
    ("刹车片", "brake pads", BRAKES, "套", 268, Axles),
    ("刹车盘", "brake disc", BRAKES, "片", 420, Wheels),
    ("制动分泵", "brake caliper", BRAKES, "个", 680, Wheels),
    ("制动软管", "brake hose", BRAKES, "根", 96, Wheels),
    ("轮速传感器", "wheel speed sensor", BRAKES, "个", 210, Wheels),
    ("手刹拉线", "parking brake cable", BRAKES, "根", 150, Sides),
    ("制动总泵", "brake master cylinder", BRAKES, "个", 860, One),
    ("真空助力器", "brake booster", BRAKES, "个", 990, One),
    ("轮毂轴承", "wheel bearing", TYRES, "个", 360, Wheels),
    ("轮毂螺栓", "wheel bolt", TYRES, "个", 9, Wheels),
    ("铝合金轮辋", "alloy wheel", TYRES, "只", 1280, Axles),
    ("气门嘴", "tyre valve", TYRES, "个", 6, One),
    ("胎压传感器", "tyre pressure sensor", TYRES, "个", 260, Wheels),
    ("蓄电池", "battery", ELECTRICS, "只", 620, One),
    ("发电机", "alternator", ELECTRICS, "台", 1560, One),
    ("起动机", "starter motor", ELECTRICS, "台", 1240, One),
    ("保险丝盒", "fuse box", ELECTRICS, "个", 330, One),
    ("电动车窗升降器", "power window regulator", ELECTRICS, "个", 380, Wheels),
    ("门锁执行器", "door lock actuator", ELECTRICS, "个", 290, Wheels),
    ("前照灯总成", "headlamp assembly", LIGHTS, "只", 1480, Sides),
    ("雾灯", "fog lamp", LIGHTS, "只", 220, Sides),
    ("转向灯", "turn signal lamp", LIGHTS, "只", 88, Wheels),
    ("组合尾灯", "tail lamp assembly", LIGHTS, "只", 540, Sides),
    ("灯泡 H7 55W", "bulb H7 55W", LIGHTS, "只", 28, Sides),
    ("牌照灯", "number plate lamp", LIGHTS, "只", 36, Sides),
    ("雨刮片", "wiper blade", GLASS, "根", 58, Sides),
    ("雨刮电机", "wiper motor", GLASS, "个", 460, Axles),
    ("风挡玻璃", "windscreen", GLASS, "块", 1350, Axles),
    ("车门玻璃", "door glass", GLASS, "块", 390, Wheels),
    ("喷水壶", "washer tank", GLASS, "个", 130, One),
    ("空调压缩机", "air conditioning compressor", AIR, "台", 2480, One),
    ("冷凝器", "condenser", AIR, "个", 780, One),
    ("蒸发器", "evaporator", AIR, "个", 690, One),
    ("膨胀阀", "expansion valve", AIR, "个", 180, One),
    ("鼓风机", "blower motor", AIR, "个", 420, One),
    ("减振器", "shock absorber", FRONT, "支", 560, Wheels),
    ("螺旋弹簧", "coil spring", FRONT, "个", 310, Wheels),
    ("下摆臂", "lower control arm", FRONT, "根", 480, Sides),
    ("稳定杆连杆", "stabiliser link", FRONT, "根", 120, Wheels),
    ("球头销", "ball joint", FRONT, "个", 140, Sides),
    ("副车架衬套", "subframe bush", FRONT, "个", 75, Axles),
    ("后纵臂", "rear trailing arm", REAR, "根", 520, Sides),
    ("后桥衬套", "rear axle bush", REAR, "个", 95, Sides),
    ("火花塞", "spark plug", ENGINE, "支", 68, One),
    ("点火线圈", "ignition coil", ENGINE, "个", 280, One),
    ("正时皮带", "timing belt", ENGINE, "根", 320, One),
    ("正时链条", "timing chain", ENGINE, "根", 460, One),
    ("正时张紧轮", "timing tensioner", ENGINE, "个", 240, One),
    ("气缸盖衬垫", "cylinder head gasket", ENGINE, "片", 190, One),
    ("气门室盖垫", "valve cover gasket", ENGINE, "条", 85, One),
    ("曲轴位置传感器", "crankshaft position sensor", ENGINE, "个", 230, One),
    ("曲轴后油封", "crankshaft rear oil seal", ENGINE, "个", 78, One),
    ("发动机支架", "engine mount", ENGINE, "个", 350, Sides),
    ("加长螺栓", "long bolt", ENGINE, "个", 15, One),
    ("水泵", "water pump", COOLING, "个", 380, One),
    ("节温器", "thermostat", COOLING, "个", 110, One),
    ("散热器", "radiator", COOLING, "个", 890, One),
    ("散热器水管", "radiator hose", COOLING, "根", 82, One),
    ("电子风扇", "cooling fan", COOLING, "个", 640, Sides),
    ("膨胀水箱盖", "expansion tank cap", COOLING, "个", 32, One),
    ("燃油泵", "fuel pump", FUEL, "个", 760, One),
    ("喷油嘴", "fuel injector", FUEL, "支", 330, One),
    ("节气门体", "throttle body", FUEL, "个", 920, One),
    ("空气流量计", "air flow meter", FUEL, "个", 680, One),
    ("进气歧管垫", "intake manifold gasket", FUEL, "片", 65, One),
    ("涡轮增压器", "turbocharger", FUEL, "台", 5600, One),
    ("离合器从动盘", "clutch disc", DRIVE, "片", 540, One),
    ("离合器压盘", "clutch cover", DRIVE, "个", 660, One),
    ("双质量飞轮", "dual-mass flywheel", DRIVE, "个", 3200, One),
    ("驱动轴总成", "drive shaft assembly", DRIVE, "根", 1180, Sides),
    ("外球笼防尘套", "outer CV joint boot", DRIVE, "个", 68, Sides),
    ("变速箱油底壳垫", "gearbox sump gasket", DRIVE, "片", 98, One),
    ("差速器油封", "differential oil seal", DRIVE, "个", 56, Sides),
    ("转向拉杆球头", "tie rod end", STEERING, "个", 130, Sides),
    ("转向机总成", "steering rack", STEERING, "台", 2680, One),
    ("转向助力泵", "power steering pump", STEERING, "台", 1320, One),
    ("方向盘", "steering wheel", STEERING, "个", 780, One),
    ("三元催化器", "catalytic converter", EXHAUST, "个", 4200, Axles),
    ("氧传感器", "oxygen sensor", EXHAUST, "个", 360, Axles),
    ("消声器", "silencer", EXHAUST, "个", 880, Axles),
    ("排气管吊胶", "exhaust hanger", EXHAUST, "个", 22, Axles),
    ("保险杠", "bumper", BODY, "件", 960, Axles),
    ("翼子板", "wing", BODY, "件", 520, Sides),
    ("车门把手", "door handle", BODY, "个", 120, Wheels),
    ("后视镜总成", "door mirror assembly", BODY, "只", 860, Sides),
    ("行李箱盖拉索", "boot release cable", BODY, "根", 90, One),
    ("发动机罩撑杆", "bonnet strut", BODY, "支", 110, Sides),
    ("座椅调节电机", "seat adjustment motor", BODY, "个", 460, Sides),
    ("安全气囊", "airbag", BODY, "个", 2300, Sides),
    ("平衡块（配重）", "wheel balance weight", NOTHING, "个", 3, One),
    ("自攻螺钉 M6×20", "self-tapping screw M6×20", NOTHING, "个", 1, One),
    ("卡箍", "hose clamp", NOTHING, "个", 5, One),
    ("密封胶 100ml", "sealant 100 ml", NOTHING, "支", 42, One),
];

#[rustfmt::skip]
const CARS: &[(&str, &str)] = &[
    ("伊兰特", "Elantra"), ("索纳塔", "Sonata"), ("途胜", "Tucson"), ("胜达", "Santa Fe"), ("名图", "Mistra"),
    ("瑞纳", "Verna"), ("朗动", "Langdong"), ("悦动", "Yuedong"), ("领动", "Lingdong"), ("智跑", "Sportage"),
    ("狮跑", "Sportage II"), ("福瑞迪", "Forte"), ("卡罗拉", "Corolla"), ("凯美瑞", "Camry"), ("雷凌", "Levin"),
    ("汉兰达", "Highlander"), ("雅阁", "Accord"), ("思域", "Civic"), ("飞度", "Fit"), ("轩逸", "Sylphy"),
    ("天籁", "Teana"), ("奇骏", "X-Trail"), ("逍客", "Qashqai"), ("朗逸", "Lavida"), ("帕萨特", "Passat"),
    ("迈腾", "Magotan"), ("速腾", "Sagitar"), ("途观", "Tiguan"), ("高尔夫", "Golf"), ("宝来", "Bora"),
    ("英朗", "Excelle"), ("君威", "Regal"), ("科鲁兹", "Cruze"), ("福克斯", "Focus"), ("蒙迪欧", "Mondeo"),
    ("长安逸动", "Eado"), ("长城炮", "Poer"), ("哈弗H6", "Haval H6"), ("博越", "Boyue"), ("秦PLUS", "Qin PLUS"),
];

const ENGINES: [&str; 5] = ["1.4T", "1.5L", "1.6L", "2.0L", "2.0T"];

/// Makes the part of a place in the list; each place has another number.
pub fn part(place: usize) -> Part {
    let (name, english, category, unit, price, places) = COMPONENTS[place % COMPONENTS.len()];
    let round = place / COMPONENTS.len();
    let (car, english_car) = CARS[round % CARS.len()];
    let variant = round / CARS.len();
    let (at, english_at) = whereabouts(places, variant);
    let engine = ENGINES[(place + variant) % ENGINES.len()];
    // Some dealer systems put the car into the name as well.
    let (of, english_of) = match place % 3 {
        0 => (format!("（{car}）"), format!(" ({english_car})")),
        _ => (String::new(), String::new()),
    };
    let mut words = format!("{english_at}{english}{english_of}");
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    let stock = u32::try_from(place * 7 % 23).unwrap_or(0);
    let fen = price * 100 + i64::try_from(round % 50).unwrap_or(0) * 30;
    Part {
        number: number(place).as_str().into(),
        name: format!("{at}{name}{of}"),
        english_name: words,
        brand: String::new(),
        fits: format!("{car} {engine}"),
        category: category.to_owned(),
        unit: unit.to_owned(),
        warehouse: "主仓".to_owned(),
        bin: format!(
            "{}-{:02}-{}",
            char::from(b'A' + u8::try_from(place % 12).unwrap_or(0)),
            place / 12 % 40 + 1,
            place / 480 % 6 + 1
        ),
        on_hand: stock.saturating_sub(3),
        threshold: 1 + u32::try_from(place % 4).unwrap_or(0),
        cost: Fen(fen * 2 / 3),
        price: Fen(fen),
    }
}

/// Makes the first parts of the list.
pub fn parts(count: usize) -> Vec<Part> {
    (0..count).map(part).collect()
}

/// Five digits for the component, five signs for the car: 26300-35505, 58101-2HA00.
fn number(place: usize) -> String {
    let component = place % COMPONENTS.len();
    let round = place / COMPONENTS.len();
    let group = 10_000 + (component * 7_919 + 6_300) % 90_000;
    let sign = |value: usize| char::from(b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ"[value % 33]);
    format!(
        "{group}-{}{}{}{}0",
        round % 10,
        sign(round / 10),
        sign(round / 330),
        component % 10
    )
}

fn whereabouts(places: Places, variant: usize) -> (&'static str, &'static str) {
    const ONE: [(&str, &str); 5] = [
        ("", ""),
        ("加强型", "reinforced "),
        ("副厂", "aftermarket "),
        ("再制造", "remanufactured "),
        ("原厂", "genuine "),
    ];
    const AXLES: [(&str, &str); 4] = [
        ("前", "front "),
        ("后", "rear "),
        ("加强型前", "reinforced front "),
        ("加强型后", "reinforced rear "),
    ];
    const SIDES: [(&str, &str); 4] = [
        ("左", "left "),
        ("右", "right "),
        ("副厂左", "aftermarket left "),
        ("副厂右", "aftermarket right "),
    ];
    const WHEELS: [(&str, &str); 4] = [
        ("左前", "front left "),
        ("右前", "front right "),
        ("左后", "rear left "),
        ("右后", "rear right "),
    ];
    let known: &[(&str, &str)] = match places {
        One => &ONE,
        Axles => &AXLES,
        Sides => &SIDES,
        Wheels => &WHEELS,
    };
    known[variant % known.len()]
}

/// Writes parts as a dealer system's file.
pub fn csv(parts: &[Part]) -> String {
    let mut text = String::from(
        "配件编码,配件名称,英文名称,适用车型,配件类别,单位,仓库,仓位,库存数量,临界值,库存单价,销售单价\n",
    );
    for part in parts {
        let yuan = |fen: Fen| format!("{}.{:02}", fen.0 / 100, fen.0 % 100);
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{},{}",
            part.number,
            part.name,
            part.english_name,
            part.fits,
            part.category,
            part.unit,
            part.warehouse,
            part.bin,
            part.on_hand,
            part.threshold,
            yuan(part.cost),
            yuan(part.price)
        );
    }
    text
}
