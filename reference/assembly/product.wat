;; The inner loops of a product of float32 matrices: C (M, N) = A (M, K) @ B (K, N), tile by tile.
;;
;; A tile is 4 rows of C by 8 columns. Its 4 rows of A and 8 columns of B are packed first, so that what one step of k needs
;; lies side by side: 4 numbers of A, 8 of B. All addresses, strides and steps count bytes.
(module
  (import "heap" "memory" (memory 1))

  ;; C (4, 8) = sum over the k that `keep` has left of A, K of them or none, of A[k] (4) outer B[k] (8). `list` has how far into B
  ;; the numbers of each lie. Rows of C lie `stride` apart.
  (func $tile
    (param $a i32) (param $list i32) (param $b i32) (param $c i32) (param $stride i32) (param $K i32)
    (local $ak v128) (local $left v128) (local $right v128) (local $bk i32)
    (local $c0l v128) (local $c0r v128) (local $c1l v128) (local $c1r v128)
    (local $c2l v128) (local $c2r v128) (local $c3l v128) (local $c3r v128)
    (if (local.get $K)
      (then
        (loop $k
          (local.set $bk (i32.add (local.get $b) (i32.load (local.get $list))))
          (local.set $left (v128.load (local.get $bk)))
          (local.set $right (v128.load offset=16 (local.get $bk)))
          (local.set $ak (v128.load32_splat (local.get $a)))
          (local.set $c0l (f32x4.add (local.get $c0l) (f32x4.mul (local.get $ak) (local.get $left))))
          (local.set $c0r (f32x4.add (local.get $c0r) (f32x4.mul (local.get $ak) (local.get $right))))
          (local.set $ak (v128.load32_splat offset=4 (local.get $a)))
          (local.set $c1l (f32x4.add (local.get $c1l) (f32x4.mul (local.get $ak) (local.get $left))))
          (local.set $c1r (f32x4.add (local.get $c1r) (f32x4.mul (local.get $ak) (local.get $right))))
          (local.set $ak (v128.load32_splat offset=8 (local.get $a)))
          (local.set $c2l (f32x4.add (local.get $c2l) (f32x4.mul (local.get $ak) (local.get $left))))
          (local.set $c2r (f32x4.add (local.get $c2r) (f32x4.mul (local.get $ak) (local.get $right))))
          (local.set $ak (v128.load32_splat offset=12 (local.get $a)))
          (local.set $c3l (f32x4.add (local.get $c3l) (f32x4.mul (local.get $ak) (local.get $left))))
          (local.set $c3r (f32x4.add (local.get $c3r) (f32x4.mul (local.get $ak) (local.get $right))))
          (local.set $a (i32.add (local.get $a) (i32.const 16)))
          (local.set $list (i32.add (local.get $list) (i32.const 4)))
          (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1)))))))
    (v128.store (local.get $c) (local.get $c0l))
    (v128.store offset=16 (local.get $c) (local.get $c0r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c1l))
    (v128.store offset=16 (local.get $c) (local.get $c1r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c2l))
    (v128.store offset=16 (local.get $c) (local.get $c2r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c3l))
    (v128.store offset=16 (local.get $c) (local.get $c3r)))

  ;; A column of tiles, one below the other, from as many panels of A: each with its list and its count of what is kept.
  (func (export "tiles")
    (param $a i32) (param $list i32) (param $kept i32) (param $b i32) (param $c i32) (param $stride i32)
    (param $K i32) (param $panels i32)
    (if (i32.eqz (local.get $panels)) (then (return)))
    (loop $panel
      (call $tile
        (local.get $a) (local.get $list) (local.get $b) (local.get $c) (local.get $stride)
        (i32.load (local.get $kept)))
      (local.set $a (i32.add (local.get $a) (i32.shl (local.get $K) (i32.const 4))))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 2))))
      (local.set $kept (i32.add (local.get $kept) (i32.const 4)))
      (local.set $c (i32.add (local.get $c) (i32.shl (local.get $stride) (i32.const 2))))
      (br_if $panel (local.tee $panels (i32.sub (local.get $panels) (i32.const 1))))))

  ;; Of packed panels of A, (K, 4) each, keeps the k of which a number is not 0, or with `all` = 1 each, in place; lists for each
  ;; how far into a panel of B, (K, 8), they lie; and counts them. K and the panels are at least 1.
  (func (export "keep")
    (param $panel i32) (param $list i32) (param $kept i32) (param $K i32) (param $panels i32) (param $all i32)
    (local $from i32) (local $to i32) (local $entry i32) (local $bk i32) (local $end i32) (local $ak v128)
    (local $isKept i32)
    (local.set $end (i32.shl (local.get $K) (i32.const 5)))
    (loop $each
      (local.set $from (local.get $panel))
      (local.set $to (local.get $panel))
      (local.set $entry (local.get $list))
      (local.set $bk (i32.const 0))
      (loop $k
        (local.set $ak (v128.load (local.get $from)))
        (v128.store (local.get $to) (local.get $ak))
        (i32.store (local.get $entry) (local.get $bk))
        (local.set $isKept
          (i32.or (local.get $all) (v128.any_true (f32x4.ne (local.get $ak) (v128.const f32x4 0 0 0 0)))))
        (local.set $to (i32.add (local.get $to) (i32.shl (local.get $isKept) (i32.const 4))))
        (local.set $entry (i32.add (local.get $entry) (i32.shl (local.get $isKept) (i32.const 2))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br_if $k (i32.lt_u (local.tee $bk (i32.add (local.get $bk) (i32.const 32))) (local.get $end))))
      (i32.store (local.get $kept) (i32.shr_u (i32.sub (local.get $to) (local.get $panel)) (i32.const 4)))
      (local.set $panel (local.get $from))
      (local.set $list (i32.add (local.get $list) (i32.shl (local.get $K) (i32.const 2))))
      (local.set $kept (i32.add (local.get $kept) (i32.const 4)))
      (br_if $each (local.tee $panels (i32.sub (local.get $panels) (i32.const 1))))))

  ;; Whether all of these numbers, `fours` times 4 of them, are finite: of others all bits of the exponent are set.
  (func (export "areFinite") (param $from i32) (param $fours i32) (result i32)
    (local $exponent v128) (local $found v128)
    (local.set $exponent (v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000))
    (loop $four
      (local.set $found
        (v128.or
          (local.get $found)
          (i32x4.eq (v128.and (v128.load (local.get $from)) (local.get $exponent)) (local.get $exponent))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $four (local.tee $fours (i32.sub (local.get $fours) (i32.const 1)))))
    (i32.eqz (v128.any_true (local.get $found))))

  ;; Packs 4 lanes whose numbers of one k lie side by side, in lines `stride` apart: those of each k to places `step` apart.
  (func (export "packColumns")
    (param $from i32) (param $stride i32) (param $to i32) (param $step i32) (param $K i32)
    (loop $k
      (v128.store (local.get $to) (v128.load (local.get $from)))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (local.set $to (i32.add (local.get $to) (local.get $step)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1))))))

  ;; Packs 4 lanes that are rows, `stride` apart: those of each k to places `step` apart.
  (func (export "packRows")
    (param $from i32) (param $stride i32) (param $to i32) (param $step i32) (param $K i32)
    (local $second i32) (local $third i32) (local $fourth i32)
    (local.set $second (i32.add (local.get $from) (local.get $stride)))
    (local.set $third (i32.add (local.get $second) (local.get $stride)))
    (local.set $fourth (i32.add (local.get $third) (local.get $stride)))
    (loop $k
      (f32.store (local.get $to) (f32.load (local.get $from)))
      (f32.store offset=4 (local.get $to) (f32.load (local.get $second)))
      (f32.store offset=8 (local.get $to) (f32.load (local.get $third)))
      (f32.store offset=12 (local.get $to) (f32.load (local.get $fourth)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $second (i32.add (local.get $second) (i32.const 4)))
      (local.set $third (i32.add (local.get $third) (i32.const 4)))
      (local.set $fourth (i32.add (local.get $fourth) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (local.get $step)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1)))))))
